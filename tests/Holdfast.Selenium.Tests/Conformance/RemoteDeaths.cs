using Holdfast.Testing;
using OpenQA.Selenium;

namespace Holdfast.Selenium.Tests;

/// <summary>Deaths at the other side and on the way there, which no <see cref="IFaultTarget"/> can bring about from here.</summary>
internal static class RemoteDeaths
{
    // Bounds for slow, busy machines.
    private static readonly TimeSpan s_pushed = TimeSpan.FromSeconds(6);

    // What is only silent is believed later on a machine that is busy: the rule that holds for a browser of our own.
    private static readonly TimeSpan s_silent = FaultExpectation.Of(FaultKind.StopBrowser).NoticedWithin;
    private static readonly TimeSpan s_patient = TimeSpan.FromSeconds(20);

    private static readonly FaultExpectation s_away = new(LossCause.DriverExited, "launch", s_patient) { CallsFailFirst = true };
    private static readonly FaultExpectation s_gone = new(LossCause.BrowserExited, "launch", s_pushed);

    public static ConformanceFault<IWebDriver> Of(string name, RemoteConformanceBed bed) => name switch
    {
        "browser killed" => new(name, s_gone, (_, _) =>
        {
            bed.Hub.KillBrowser(bed.Session);
            return Task.CompletedTask;
        }),
        "browser stopped" => Stop(name, new(LossCause.Unresponsive, "launch", s_silent), bed, () => bed.Hub.BrowserPid(bed.Session)),
        "hub stopped, until it is lost" => UntilLost(
            name, () => Signal(bed.Hub.DriverPid, NativeMethods.SigStop), () => Signal(bed.Hub.DriverPid, NativeMethods.SigCont)),
        "hub stays away, until it is lost" => UntilLost(name, bed.Hub.Proxy.Refuse, bed.Hub.Proxy.Return),
        "nothing comes through, until it is lost" => UntilLost(name, bed.Hub.Proxy.Swallow, bed.Hub.Proxy.StopSwallowing),
        "the hub's machine starts again" => new(name, s_gone with { NoticedWithin = s_patient, CallsFailFirst = true }, (_, _) => bed.Hub.StartAgainAsync()),
        "DELETE by another client" => new(name, s_gone, (_, token) => bed.Hub.Client.EndSessionAsync(bed.Session.Launched.Id, token)),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    // No launch could succeed before the way is open again.
    private static ConformanceFault<IWebDriver> UntilLost(string name, Action begin, Action end) => new(name, s_away, async (strike, token) =>
    {
        begin();
        try
        {
            await strike.Lease.LostAsync(token);
        }
        finally
        {
            end();
        }
    });

    private static ConformanceFault<IWebDriver> Stop(string name, FaultExpectation expected, RemoteConformanceBed bed, Func<int> process)
    {
        int stopped = 0;
        return new(name, expected, (_, _) =>
        {
            stopped = process();
            Signal(stopped, NativeMethods.SigStop);
            return Task.CompletedTask;
        })
        {
            Release = () =>
            {
                // Once, and only while it is the hub's still.
                if (stopped != 0 && bed.Hub.Owns(stopped))
                {
                    Signal(stopped, NativeMethods.SigCont);
                }

                stopped = 0;
            },
        };
    }

    private static void Signal(int pid, int signal) => Assert.Equal(0, NativeMethods.Kill(pid, signal));
}
