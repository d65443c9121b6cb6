using System.Text.Json.Nodes;
using OpenQA.Selenium;

namespace Holdfast.Selenium;

/// <summary>Gives a remote browser a new tab in place of the one in use.</summary>
internal static class RemoteTabs
{
    /// <summary>Opens a new tab, closes the one in use, and sends commands to the new one.</summary>
    /// <returns>False when there is no way to.</returns>
    public static async Task<bool> ReplaceAsync(LaunchedRemote session, CancellationToken cancellationToken)
    {
        string? lost = session.Watch.Tabs.InUse;
        if (session.Watch.BiDi is not { } socket)
        {
            return await OpenFromAnotherAsync(session, lost, cancellationToken).ConfigureAwait(false);
        }

        HubAnswer created = await RemoteWatch.AskAsync(
            socket, "browsingContext.create", new JsonObject { ["type"] = "tab" }, cancellationToken).ConfigureAwait(false);
        if (created.Kind != HubAnswerKind.Answered)
        {
            return false;
        }

        if (lost is not null)
        {
            session.Watch.Tabs.Leave();

            // Refused when it is gone already.
            _ = await RemoteWatch.AskAsync(socket, "browsingContext.close", new JsonObject { ["context"] = lost }, cancellationToken)
                .ConfigureAwait(false);
        }

        string tab = created.Value.GetProperty("context").GetString()!;
        _ = await session.Thread.RunAsync(_ => Task.FromResult(session.Driver.SwitchTo().Window(tab)), cancellationToken)
            .WaitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    // Every command but this one is refused in a crashed or closed tab: a new one can be opened from another that is fine.
    private static Task<bool> OpenFromAnotherAsync(LaunchedRemote session, string? lost, CancellationToken cancellationToken) =>
        session.Thread.RunAsync(
            token =>
            {
                token.ThrowIfCancellationRequested();
                string? other = session.Driver.WindowHandles.FirstOrDefault(handle => handle != lost);
                if (other is null)
                {
                    return Task.FromResult(false);
                }

                _ = session.Driver.SwitchTo().Window(other);
                _ = session.Driver.SwitchTo().NewWindow(WindowType.Tab);
                return Task.FromResult(true);
            },
            cancellationToken).WaitAsync(cancellationToken);
}
