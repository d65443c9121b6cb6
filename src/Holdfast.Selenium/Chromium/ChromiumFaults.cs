using System.Text.Json;
using System.Text.Json.Nodes;
using OpenQA.Selenium;

namespace Holdfast.Selenium;

/// <summary>Hurts one Chromium session: signals to its own processes, and commands over our own connection.</summary>
/// <param name="session">The session.</param>
/// <param name="work">Runs work on the driver's thread.</param>
/// <param name="logOut">Makes the site forget the login; null when nobody knows how.</param>
internal sealed class ChromiumFaults(LaunchedChromium session, DriverWork work, Func<IWebDriver, CancellationToken, Task>? logOut) : IFaultTarget
{
    private static readonly TimeSpan s_pageLimit = TimeSpan.FromSeconds(5);

    // A tab that is fine answers within 2 ms.
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(300);

    private readonly Lock _gate = new();
    private readonly HashSet<int> _stopped = [];
    private readonly DiskFill _disk = new(session.Record, session.Registry);
    private readonly TabMemory _memory = new();
    private int _releases;

    public IReadOnlyCollection<FaultKind> Supported => [.. Enum.GetValues<FaultKind>().Where(fault => WhyNot(fault) is null)];

    public int RunningProcesses => session.Record.Processes.Find().Count;

    public async Task InjectAsync(FaultKind fault, CancellationToken cancellationToken)
    {
        if (WhyNot(fault) is { } reason)
        {
            throw new NotSupportedException($"{fault} cannot be injected into this Chromium: {reason}.");
        }

        int began = Volatile.Read(ref _releases);
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
                Stop(session.Record.Browser, began);
                break;
            case FaultKind.StopDriver:
                Stop(session.Record.Driver, began);
                break;
            case FaultKind.StopTab:
                Stop(ProcessIdentity.Of(await FindTabAsync(cancellationToken).ConfigureAwait(false)), began);
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
                await RunAsync("setTimeout(() => { for (;;); }, 0); 1", cancellationToken).ConfigureAwait(false);
                break;
            case FaultKind.ExpireLogin:
                await work.RunHookAsync(logOut, cancellationToken).ConfigureAwait(false);
                break;
            case FaultKind.CutDriver when OperatingSystem.IsLinux():
                _ = await DriverCut.CutAsync(session.Service.ServiceUrl, cancellationToken).ConfigureAwait(false);
                break;
            case FaultKind.FillDisk:
                await Task.Run(() => _disk.Fill(() => IsReleased(began) || cancellationToken.IsCancellationRequested), cancellationToken)
                    .ConfigureAwait(false);
                break;
            case FaultKind.TakeMemory:
                int tab = await FindTabAsync(cancellationToken).ConfigureAwait(false);
                TakeHold(began, () => _memory.Limit(tab));
                await RunAsync(TabMemory.Script, cancellationToken).ConfigureAwait(false);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(fault), fault, "There is no way to inject this fault.");
        }
    }

    public void Release()
    {
        lock (_gate)
        {
            _releases++;
            foreach (int pid in _stopped)
            {
                // Of this session still, or the id is another's by now.
                if (session.Record.Processes.Find().Any(process => process.Pid == pid))
                {
                    _ = NativeMethods.Kill(pid, NativeMethods.SigCont);
                }
            }

            _stopped.Clear();
            _memory.Release();
        }

        _disk.Release();
    }

    /// <summary>Gives the disk back when the session ends, as everything else of its profile.</summary>
    internal void ReleaseDisk() => _disk.Release();

    private string? WhyNot(FaultKind fault) => fault switch
    {
        FaultKind.CloseWindow or FaultKind.CloseTab or FaultKind.CrashTab or FaultKind.HangTab => null,
        FaultKind.ExpireLogin => logOut is null ? "ChromiumOptions.LogOut is not set" : null,
        FaultKind.FillDisk => _disk.WhyNot,
        _ => OperatingSystem.IsLinux() ? null : "it needs Linux",
    };

    private bool IsReleased(int began) => Volatile.Read(ref _releases) != began;

    /// <summary>Does what a release undoes, unless that came first: nobody would undo it any more.</summary>
    private void TakeHold(int began, Action hurt)
    {
        lock (_gate)
        {
            if (IsReleased(began))
            {
                throw new InvalidOperationException("The session was released before the fault was in place.");
            }

            hurt();
        }
    }

    private void Stop(ProcessIdentity? process, int began) => TakeHold(began, () =>
    {
        if (process is not null)
        {
            _ = _stopped.Add(process.Pid);
        }

        Signal(process, NativeMethods.SigStop);
    });

    private static void Signal(ProcessIdentity? process, int signal)
    {
        if (process is not { IsRunning: true } || NativeMethods.Kill(process.Pid, signal) != 0)
        {
            throw new InvalidOperationException("The target process has already exited.");
        }
    }

    internal Task<int> FindTabAsync(CancellationToken cancellationToken) =>
        TabProcess.FindAsync(
            session.Record.Processes, () => RunAsync(TabProcess.BusyScript, cancellationToken), process => IsSilencedByAsync(process, cancellationToken));

    private async Task<bool> IsSilencedByAsync(int process, CancellationToken cancellationToken)
    {
        if (NativeMethods.Kill(process, NativeMethods.SigStop) != 0)
        {
            return false;
        }

        try
        {
            Task answer = RunAsync("1", cancellationToken);
            return await Task.WhenAny(answer, Task.Delay(s_moment, TimeProvider.System, cancellationToken)).ConfigureAwait(false) != answer;
        }
        finally
        {
            _ = NativeMethods.Kill(process, NativeMethods.SigCont);
        }
    }

    private Task<JsonElement> CloseTabAsync(CancellationToken cancellationToken) => CallAsync(
        "Target.closeTarget", new JsonObject { ["targetId"] = session.Watch.Tabs.InUse }, cancellationToken);

    private Task<JsonElement> CallAsync(string method, JsonObject parameters, CancellationToken cancellationToken) =>
        session.Watch.Browser.CallAsync(method, parameters, cancellationToken);

    private Task RunAsync(string script, CancellationToken cancellationToken) =>
        InPageAsync("Runtime.evaluate", new JsonObject { ["expression"] = script }, cancellationToken);

    /// <summary>One question to the tab in use, on an attachment of its own; the tab may hang or go because of it.</summary>
    internal async Task InPageAsync(string method, JsonObject? parameters, CancellationToken cancellationToken)
    {
        JsonObject page = new() { ["targetId"] = session.Watch.Tabs.InUse, ["flatten"] = true };
        JsonElement attached = await CallAsync("Target.attachToTarget", page, cancellationToken).ConfigureAwait(false);
        try
        {
            _ = await session.Watch.Browser.CallAsync(method, parameters, cancellationToken, attached.GetProperty("sessionId").GetString())
                .WaitAsync(s_pageLimit, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is DevToolsException or TimeoutException)
        {
            // The page is gone, or stuck, before it could answer.
        }
    }
}
