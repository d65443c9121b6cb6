using System.Text.Json;
using System.Text.Json.Nodes;

namespace Holdfast.Selenium;

/// <summary>Gives a browser whose tab in use crashed or vanished a new one.</summary>
internal static class TabRepair
{
    /// <summary>Does nothing when the tab in use is fine.</summary>
    public static async Task EnsureAsync(LaunchedChromium session, CancellationToken cancellationToken)
    {
        TabTracker tabs = session.Watch.Tabs;
        if (tabs.InUseIsFine)
        {
            return;
        }

        string? lost = tabs.InUse;
        DevToolsSocket browser = session.Watch.Browser;
        JsonElement created = await browser
            .CallAsync("Target.createTarget", new JsonObject { ["url"] = "about:blank" }, cancellationToken).ConfigureAwait(false);
        string target = created.GetProperty("targetId").GetString()!;
        _ = await session.Thread.RunAsync(
            _ => Task.FromResult(session.Driver.SwitchTo().Window(target)), cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (lost is not null)
        {
            try
            {
                _ = await browser.CallAsync("Target.closeTarget", new JsonObject { ["targetId"] = lost }, cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (DevToolsException) when (browser.IsOpen)
            {
                // Gone already.
            }
        }
    }
}
