using System.Text.Json;
using System.Text.Json.Nodes;

namespace Holdfast.Selenium;

/// <summary>Hurts one remote session through its hub. What needs the other machine's processes, or the network, is not ours to do.</summary>
/// <param name="session">The session.</param>
/// <param name="devTools">The tab in use.</param>
internal sealed class RemoteFaults(LaunchedRemote session, IDevTools devTools) : IFaultTarget
{
    public IReadOnlyCollection<FaultKind> Supported { get; } = [FaultKind.CloseWindow, FaultKind.CloseTab, FaultKind.CrashTab, FaultKind.HangTab];

    /// <summary>Always 0: the processes are the other machine's.</summary>
    public int RunningProcesses => 0;

    public async Task InjectAsync(FaultKind fault, CancellationToken cancellationToken)
    {
        switch (fault)
        {
            case FaultKind.CloseWindow:
                await CloseTabAsync(cancellationToken).ConfigureAwait(false);
                break;
            case FaultKind.CloseTab:
                _ = await devTools.CallAsync("Target.createTarget", new JsonObject { ["url"] = "about:blank" }, cancellationToken).ConfigureAwait(false);
                await CloseTabAsync(cancellationToken).ConfigureAwait(false);
                break;
            case FaultKind.CrashTab:
                await CrashTabAsync(cancellationToken).ConfigureAwait(false);
                break;
            case FaultKind.HangTab:
                // In a moment of its own: the driver waits for the tab before it answers.
                _ = await devTools.CallAsync(
                    "Runtime.evaluate", new JsonObject { ["expression"] = "setTimeout(() => { for (;;); }, 100); 1" }, cancellationToken)
                    .ConfigureAwait(false);
                break;
            default:
                throw new NotSupportedException($"{fault} cannot be injected into a remote session.");
        }
    }

    /// <summary>Nothing of a remote session can be stopped.</summary>
    public void Release()
    {
    }

    private Task<JsonElement> CloseTabAsync(CancellationToken cancellationToken) => devTools.CallAsync(
        "Target.closeTarget", new JsonObject { ["targetId"] = session.Watch.Tabs.InUse }, cancellationToken);

    private async Task CrashTabAsync(CancellationToken cancellationToken)
    {
        try
        {
            _ = await devTools.CallAsync("Page.crash", null, cancellationToken).ConfigureAwait(false);
        }
        catch (DevToolsException)
        {
            // The answer is the crash.
        }
    }
}
