using System.Text.Json;
using System.Text.Json.Nodes;

namespace Holdfast.Browsers;

/// <summary>
/// The tab in use, attached on our own connection: asks it for a sign of life, and knows what explains its silence. An open dialog and a page
/// that is being waited for hold back every answer of a tab that is fine (measured), so both are told from its events. Thread safe.
/// </summary>
/// <param name="browser">The connection to the browser.</param>
/// <param name="pageLoadLimit">How long a page that is waited for explains the silence.</param>
/// <param name="time">The clock.</param>
internal sealed class PageWatch(DevToolsSocket browser, TimeSpan pageLoadLimit, TimeProvider time)
{
    /// <summary>What <see cref="AskAsync"/> says when the tab itself spoke; anything else is an explanation.</summary>
    public const string Answered = "answered";

    private static readonly JsonObject s_question = new() { ["expression"] = "1", ["returnByValue"] = true };

    private readonly Lock _gate = new();
    private string? _target;
    private string? _session;
    private string? _refusal;
    private bool _dialog;
    private long? _navigatingSince;

    /// <summary>Turns to this tab. Returns at once; a tab that cannot be attached is taken for silent when it is asked.</summary>
    public void TurnTo(string target)
    {
        lock (_gate)
        {
            if (_target == target)
            {
                return;
            }

            (_target, _session, _refusal, _dialog, _navigatingSince) = (target, null, null, false, null);
        }

        _ = AttachAsync(target);
    }

    /// <summary>Takes an event of an attached page.</summary>
    public void Take(string session, string method, JsonElement parameters)
    {
        lock (_gate)
        {
            if (session != _session)
            {
                return;
            }

            switch (method)
            {
                case "Page.javascriptDialogOpening":
                    _dialog = true;
                    break;
                case "Page.javascriptDialogClosed":
                    _dialog = false;
                    break;
                case "Page.frameStartedNavigating" or "Page.frameStartedLoading" when IsMainFrame_NeedsLock(parameters):
                    // Each navigation has its own time.
                    _navigatingSince = time.GetTimestamp();
                    break;
                case "Page.frameNavigated" when parameters.GetProperty("frame").GetProperty("id").GetString() == _target:
                    _navigatingSince = null;
                    break;
                case "Page.frameStoppedLoading" when IsMainFrame_NeedsLock(parameters):
                    _navigatingSince = null;
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>Asks the tab.</summary>
    /// <returns>What it answered, or why it need not: never null.</returns>
    /// <exception cref="OperationCanceledException">It did not answer in time, and nothing explains that.</exception>
    /// <exception cref="DevToolsException">It is gone, or the connection is.</exception>
    public async Task<string> AskAsync(CancellationToken cancellationToken)
    {
        (string? session, string? refusal, string? reason) = Look();
        if (reason is not null || session is null)
        {
            // Not attached yet, or the tab went: other watchers speak of that.
            return reason ?? (refusal is null ? "not attached" : $"not attached ({refusal})");
        }

        try
        {
            _ = await browser.CallAsync("Runtime.evaluate", s_question.DeepClone().AsObject(), cancellationToken, session).ConfigureAwait(false);
            return Answered;
        }
        catch (OperationCanceledException) when (Look().Reason is { } since)
        {
            return since;
        }
    }

    /// <summary>The attached session, why there is none, and why the tab need not answer.</summary>
    private (string? Session, string? Refusal, string? Reason) Look()
    {
        lock (_gate)
        {
            bool waits = _navigatingSince is { } since && time.GetElapsedTime(since) < pageLoadLimit;
            return (_session, _refusal, _dialog ? "shows a dialog" : waits ? "waits for a page" : null);
        }
    }

    private async Task AttachAsync(string target)
    {
        try
        {
            JsonObject page = new() { ["targetId"] = target, ["flatten"] = true };
            JsonElement attached = await browser.CallAsync("Target.attachToTarget", page, CancellationToken.None).ConfigureAwait(false);
            string session = attached.GetProperty("sessionId").GetString()!;
            lock (_gate)
            {
                if (_target != target)
                {
                    return;
                }

                _session = session;
            }

            // May wait for the page's first answer; its events come all the same.
            _ = await browser.CallAsync("Page.enable", null, CancellationToken.None, session).ConfigureAwait(false);
        }
        catch (DevToolsException exception)
        {
            // The tab or the browser went first.
            lock (_gate)
            {
                _refusal = _target == target ? EvidenceText.Clean(exception.Message) : _refusal;
            }
        }
    }

    // A page's main frame has the id of its target.
    private bool IsMainFrame_NeedsLock(JsonElement parameters) => parameters.GetProperty("frameId").GetString() == _target;
}
