using System.Text.Json;
using System.Text.Json.Nodes;
using OpenQA.Selenium;

namespace Holdfast.Selenium;

/// <summary>Hurts one remote session through its hub. What needs the other machine's processes, or the network, is not ours to do.</summary>
/// <param name="session">The session.</param>
/// <param name="devTools">The tab in use.</param>
/// <param name="work">Runs work on the driver's thread.</param>
/// <param name="logOut">Makes the site forget the login; null when nobody knows how.</param>
internal sealed class RemoteFaults(LaunchedRemote session, IDevTools devTools, DriverWork work, Func<IWebDriver, CancellationToken, Task>? logOut)
    : IFaultTarget
{
    private const int MostLooks = 500;

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_untilHang = TimeSpan.FromSeconds(1);

    public IReadOnlyCollection<FaultKind> Supported => [.. Enum.GetValues<FaultKind>().Where(fault => WhyNot(fault) is null)];

    /// <summary>Always 0: the processes are the other machine's.</summary>
    public int RunningProcesses => 0;

    public async Task InjectAsync(FaultKind fault, CancellationToken cancellationToken)
    {
        if (WhyNot(fault) is { } reason)
        {
            throw new NotSupportedException($"{fault} cannot be injected into a remote session: {reason}.");
        }

        switch (fault)
        {
            case FaultKind.CloseWindow:
                await CloseTabAsync(cancellationToken).ConfigureAwait(false);
                break;
            case FaultKind.CloseTab:
                JsonElement other = await devTools.CallAsync(
                    "Target.createTarget", new JsonObject { ["url"] = "about:blank" }, cancellationToken).ConfigureAwait(false);
                await KnownAsync(other.GetProperty("targetId").GetString()!, cancellationToken).ConfigureAwait(false);
                await CloseTabAsync(cancellationToken).ConfigureAwait(false);
                break;
            case FaultKind.CrashTab:
                await CrashTabAsync(cancellationToken).ConfigureAwait(false);
                break;
            case FaultKind.HangTab:
                // Later than the driver's answer, on a slow machine too: it waits for the tab before it answers, and would wait until its own limit.
                _ = await devTools.CallAsync(
                    "Runtime.evaluate",
                    new JsonObject { ["expression"] = $"setTimeout(() => {{ for (;;); }}, {s_untilHang.TotalMilliseconds}); 1" },
                    cancellationToken).ConfigureAwait(false);
                await Task.Delay(s_untilHang, TimeProvider.System, cancellationToken).ConfigureAwait(false);
                break;
            case FaultKind.ExpireLogin:
                await work.RunHookAsync(logOut, cancellationToken).ConfigureAwait(false);
                break;
            case FaultKind.CutDriver when OperatingSystem.IsLinux():
                _ = await DriverCut.CutAsync(session.Hub.Address, cancellationToken).ConfigureAwait(false);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(fault), fault, "There is no way to inject this fault.");
        }
    }

    /// <summary>Nothing of a remote session can be stopped or taken.</summary>
    public void Release()
    {
    }

    private string? WhyNot(FaultKind fault) => fault switch
    {
        FaultKind.CloseWindow or FaultKind.CloseTab or FaultKind.CrashTab or FaultKind.HangTab => null,
        FaultKind.ExpireLogin => logOut is null ? "RemoteOptions.LogOut is not set" : null,
        FaultKind.CutDriver => OperatingSystem.IsLinux() ? null : "it needs Linux",
        _ => "the processes and disks are another machine's",
    };

    /// <summary>The hub tells of a new tab when it gets to it; closed before, the other one would be the last.</summary>
    private async Task KnownAsync(string target, CancellationToken cancellationToken)
    {
        for (int look = 0; look < MostLooks && session.Watch.BiDi is not null && !session.Watch.Tabs.Has(target); look++)
        {
            await Task.Delay(s_look, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
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
