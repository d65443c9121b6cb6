using System.Text.Json;
using System.Text.Json.Nodes;

namespace Holdfast.Selenium;

/// <summary>Hurts one Chromium session: signals to its own processes, and commands over our own connection.</summary>
/// <param name="session">The session.</param>
internal sealed class ChromiumFaults(LaunchedChromium session) : IFaultTarget
{
    private static readonly TimeSpan PageLimit = TimeSpan.FromSeconds(5);

    // A third of what a busy script of 300 ms takes on a free processor, in clock ticks of 10 ms.
    private const long Clear = 10;
    private const int Looks = 20;

    private readonly Lock _gate = new();
    private readonly HashSet<int> _stopped = [];

    public IReadOnlyCollection<FaultKind> Supported { get; } = OperatingSystem.IsLinux()
        ?
        [
            FaultKind.KillBrowser, FaultKind.TerminateBrowser, FaultKind.KillDriver, FaultKind.CloseWindow, FaultKind.CloseTab, FaultKind.CrashTab,
            FaultKind.StopBrowser, FaultKind.StopDriver, FaultKind.StopTab, FaultKind.HangTab,
        ]
        : [FaultKind.CloseWindow, FaultKind.CloseTab, FaultKind.CrashTab, FaultKind.HangTab];

    public int RunningProcesses => session.Record.Processes.Find().Count;

    public async Task InjectAsync(FaultKind fault, CancellationToken cancellationToken)
    {
        switch (fault)
        {
            case FaultKind.KillBrowser:
                Signal(session.Record.Browser, NativeMethods.SigKill);
                break;
            case FaultKind.TerminateBrowser:
                Signal(session.Record.Browser, NativeMethods.SigTerm);
                break;
            case FaultKind.KillDriver:
                Signal(session.Record.Driver, NativeMethods.SigKill);
                break;
            case FaultKind.StopBrowser:
                Stop(session.Record.Browser);
                break;
            case FaultKind.StopDriver:
                Stop(session.Record.Driver);
                break;
            case FaultKind.StopTab:
                Stop(ProcessIdentity.Of(await FindRendererAsync(cancellationToken).ConfigureAwait(false)));
                break;
            case FaultKind.CloseWindow:
                await CloseTabAsync(cancellationToken).ConfigureAwait(false);
                break;
            case FaultKind.CloseTab:
                _ = await CallAsync("Target.createTarget", new JsonObject { ["url"] = "about:blank" }, cancellationToken).ConfigureAwait(false);
                await CloseTabAsync(cancellationToken).ConfigureAwait(false);
                break;
            case FaultKind.CrashTab:
                await InPageAsync("Page.crash", null, cancellationToken).ConfigureAwait(false);
                break;
            case FaultKind.HangTab:
                // In a moment of its own, so that the question is answered before the tab hangs.
                await InPageAsync(
                    "Runtime.evaluate", new JsonObject { ["expression"] = "setTimeout(() => { for (;;); }, 0); 1" }, cancellationToken)
                    .ConfigureAwait(false);
                break;
            default:
                throw new NotSupportedException($"{fault} cannot be injected into Chromium here.");
        }
    }

    public void Release()
    {
        lock (_gate)
        {
            foreach (int pid in _stopped)
            {
                // Of this session still, or the id is another's by now.
                if (session.Record.Processes.Find().Any(process => process.Pid == pid))
                {
                    _ = NativeMethods.Kill(pid, NativeMethods.SigCont);
                }
            }

            _stopped.Clear();
        }
    }

    private void Stop(ProcessIdentity? process)
    {
        if (process is not null)
        {
            lock (_gate)
            {
                _ = _stopped.Add(process.Pid);
            }
        }

        Signal(process, NativeMethods.SigStop);
    }

    private static void Signal(ProcessIdentity? process, int signal)
    {
        if (process is not { IsRunning: true } || NativeMethods.Kill(process.Pid, signal) != 0)
        {
            throw new InvalidOperationException("The process to be hurt is not running any more.");
        }
    }

    private Task<JsonElement> CloseTabAsync(CancellationToken cancellationToken) => CallAsync(
        "Target.closeTarget", new JsonObject { ["targetId"] = session.Watch.Tabs.InUse }, cancellationToken);

    private Task<JsonElement> CallAsync(string method, JsonObject parameters, CancellationToken cancellationToken) =>
        session.Watch.Browser.CallAsync(method, parameters, cancellationToken);

    /// <summary>One question to the tab in use, on an attachment of its own; the tab may hang or go because of it.</summary>
    internal async Task InPageAsync(string method, JsonObject? parameters, CancellationToken cancellationToken)
    {
        JsonObject page = new() { ["targetId"] = session.Watch.Tabs.InUse, ["flatten"] = true };
        JsonElement attached = await CallAsync("Target.attachToTarget", page, cancellationToken).ConfigureAwait(false);
        try
        {
            _ = await session.Watch.Browser.CallAsync(method, parameters, cancellationToken, attached.GetProperty("sessionId").GetString())
                .WaitAsync(PageLimit, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is DevToolsException or TimeoutException)
        {
            // The page is gone, or stuck, before it could answer.
        }
    }

    /// <summary>The process behind the tab in use: the one whose processor time a busy script raises. No interface names it.</summary>
    internal async Task<int> FindRendererAsync(CancellationToken cancellationToken)
    {
        Dictionary<int, long> before = Renderers();
        for (int look = 0; look < Looks; look++)
        {
            await InPageAsync(
                "Runtime.evaluate",
                new JsonObject { ["expression"] = "{ const end = Date.now() + 300; while (Date.now() < end); } 1" },
                cancellationToken).ConfigureAwait(false);
            (int pid, long ticks)[] busiest =
                [.. Renderers().Select(now => (now.Key, now.Value - before.GetValueOrDefault(now.Key))).OrderByDescending(now => now.Item2)];

            // On a loaded machine another one that is just starting may have had more.
            if (busiest.Length > 0 && busiest[0].ticks >= Clear && busiest[0].ticks > 2 * busiest.Skip(1).FirstOrDefault().ticks)
            {
                return busiest[0].pid;
            }
        }

        throw new InvalidOperationException("No tab process was found: none of them was clearly busier than the others.");
    }

    private Dictionary<int, long> Renderers() =>
        session.Record.Processes.FindRenderers().ToDictionary(process => process.Pid, process => process.UserTicks);
}
