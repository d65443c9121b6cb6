using System.Text.Json;
using System.Text.Json.Nodes;

namespace Holdfast.Selenium;

/// <summary>DevTools methods of the tab in use, through chromedriver's own command. Waits behind a command that runs.</summary>
/// <param name="hub">The hub.</param>
/// <param name="session">The session's id.</param>
internal sealed class RemoteDevTools(HubClient hub, string session) : IDevTools
{
    private volatile bool _cut;

    /// <inheritdoc/>
    public bool IsOpen => !_cut;

    /// <inheritdoc/>
    public async Task<JsonElement> CallAsync(string method, JsonObject? parameters, CancellationToken cancellationToken)
    {
        JsonObject body = new() { ["cmd"] = method, ["params"] = parameters ?? [] };
        HubAnswer answer = await hub.AskSessionAsync(HttpMethod.Post, session, "goog/cdp/execute", body, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        _cut = answer.IsCut || answer.Kind == HubAnswerKind.SessionGone;
        return answer.Kind == HubAnswerKind.Answered ? answer.Value : throw new DevToolsException($"{method}: {answer.Detail}");
    }
}
