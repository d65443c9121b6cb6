using System.Text.Json;
using System.Text.Json.Nodes;

namespace Holdfast.Selenium;

/// <summary>Gives a browser whose tab in use crashed, vanished or hangs a new one.</summary>
internal static class TabRepair
{
    /// <summary>Does nothing when the tab in use is there and has not crashed.</summary>
    public static Task EnsureAsync(LaunchedChromium session, CancellationToken cancellationToken) =>
        session.Watch.Tabs.InUseIsFine ? Task.CompletedTask : ReplaceAsync(session, cancellationToken);

    /// <summary>Opens a new tab, closes the one in use, and sends commands to the new one.</summary>
    public static async Task ReplaceAsync(LaunchedChromium session, CancellationToken cancellationToken)
    {
        string? lost = session.Watch.Tabs.InUse;
        DevToolsSocket browser = session.Watch.Browser;
        JsonElement created = await browser
            .CallAsync("Target.createTarget", new JsonObject { ["url"] = "about:blank" }, cancellationToken).ConfigureAwait(false);
        string target = created.GetProperty("targetId").GetString()!;
        if (lost is not null)
        {
            session.Watch.Tabs.Leave();

            // Before the switch: a command that waits for the lost tab is freed by it.
            await CloseAsync(browser, lost, cancellationToken).ConfigureAwait(false);
        }

        _ = await session.Thread.RunAsync(
            _ => Task.FromResult(session.Driver.SwitchTo().Window(target)), cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task CloseAsync(DevToolsSocket browser, string target, CancellationToken cancellationToken)
    {
        try
        {
            _ = await browser.CallAsync("Target.closeTarget", new JsonObject { ["targetId"] = target }, cancellationToken).ConfigureAwait(false);
        }
        catch (DevToolsException) when (browser.IsOpen)
        {
            // Gone already.
        }
    }
}
