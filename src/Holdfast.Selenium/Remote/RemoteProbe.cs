using System.Text.Json.Nodes;

namespace Holdfast.Selenium;

/// <summary>
/// Asks a remote session for a sign of life. The hub, and the session's connection to its driver, answer also while a command runs. Browser and
/// tab are asked only while none does: from afar every question to them waits behind it (measured), and its silence would say nothing.
/// </summary>
/// <param name="session">The session.</param>
internal sealed class RemoteProbe(LaunchedRemote session)
{
    private static readonly HubAnswer s_notAsked = new(HubAnswerKind.Answered, "not asked while a command runs");
    private static readonly HubAnswer s_noConnection = new(HubAnswerKind.Answered, "none");

    /// <summary>Who answered before the deadline.</summary>
    public async Task<ProbeResult> ProbeAsync(CancellationToken cancellationToken)
    {
        bool idle = session.Thread.IsIdle;
        long sent = session.Commands.LastSent;
        RemoteWatch watch = session.Watch;
        Task<HubAnswer> hub = session.Hub.LimitAsync(session.Hub.StatusAsync, cancellationToken);
        Task<HubAnswer> line = AskAsync("session.status", null, cancellationToken);
        Task<HubAnswer> browser = idle
            ? session.Hub.LimitAsync(token => session.Hub.WindowsAsync(session.Id, token), cancellationToken)
            : Task.FromResult(s_notAsked);
        Task<HubAnswer> tab = idle && watch.Tabs.InUse is { } inUse
            ? AskAsync("script.evaluate", Question(inUse), cancellationToken)
            : Task.FromResult(s_notAsked);
        HubAnswer[] answers = await Task.WhenAll(hub, line, browser, tab).ConfigureAwait(false);
        if (!session.Thread.IsIdle || session.Commands.LastSent != sent)
        {
            // A command came between: it may be what the silent ones wait behind.
            answers = [answers[0], answers[1], Excuse(answers[2]), Excuse(answers[3])];
        }

        if (answers[2].Kind == HubAnswerKind.SessionGone)
        {
            // Said by the hub itself: not a silence that may become a hang before the doubt has asked the same again.
            watch.OnSessionGone(answers[2].Detail);
        }
        else if (watch.IsBlind || answers[..3].Any(answer => answer.IsCut || answer.Kind == HubAnswerKind.SessionGone))
        {
            watch.Doubt();
        }

        (bool alive, SessionLayer? stuck) = Judge(answers[0], answers[1], answers[2], answers[3]);
        return new ProbeResult(alive, $"hub: {answers[0].Detail}; connection: {answers[1].Detail}; browser: {answers[2].Detail}; tab: {answers[3].Detail}")
        {
            Stuck = stuck,
        };
    }

    /// <summary>What the answers mean together.</summary>
    /// <returns>Alive, and the layer that hangs where that can be told.</returns>
    internal static (bool Alive, SessionLayer? Stuck) Judge(HubAnswer hub, HubAnswer line, HubAnswer browser, HubAnswer tab)
    {
        if (hub.IsCut || line.Kind == HubAnswerKind.Silence || browser.Kind == HubAnswerKind.NoHub)
        {
            // A hub that hangs cannot be told from a way that is cut.
            return (false, SessionLayer.Connection);
        }

        if (browser.Kind is HubAnswerKind.Silence or HubAnswerKind.SessionGone)
        {
            // The browser, its driver, or a command that we gave up waiting for: the hub in between hides which.
            return (false, null);
        }

        return tab.Kind == HubAnswerKind.Silence ? (false, SessionLayer.Tab) : (true, null);
    }

    private static HubAnswer Excuse(HubAnswer answer) => answer.Kind == HubAnswerKind.Silence ? s_notAsked : answer;

    private Task<HubAnswer> AskAsync(string method, JsonObject? parameters, CancellationToken cancellationToken) =>
        session.Watch.BiDi is { } socket
            ? session.Hub.LimitAsync(token => RemoteWatch.AskAsync(socket, method, parameters, token), cancellationToken)
            : Task.FromResult(s_noConnection);

    private static JsonObject Question(string tab) => new()
    {
        ["expression"] = "1",
        ["target"] = new JsonObject { ["context"] = tab },
        ["awaitPromise"] = false,
    };
}
