namespace Holdfast.EndToEnd.Tests;

/// <summary>Carries faults out, and knows which cause each must be given.</summary>
internal static class FaultExtensions
{
    public static LossCause Cause(this Fault fault) => fault switch
    {
        Fault.KillDriver => LossCause.DriverExited,
        Fault.CloseLastWindow => LossCause.WindowClosed,
        _ => LossCause.BrowserExited,
    };

    public static async Task CarryOutAsync(this Fault fault, RunningBrowser browser)
    {
        switch (fault)
        {
            case Fault.KillBrowser:
                Assert.Equal(0, Signals.Send(browser.Browser, Signals.Kill));
                break;
            case Fault.KillDriver:
                Assert.Equal(0, Signals.Send(browser.Driver, Signals.Kill));
                break;
            case Fault.TerminateBrowser:
                Assert.Equal(0, Signals.Send(browser.Browser, Signals.Terminate));
                break;
            default:
                await browser.CloseLastWindowAsync();
                break;
        }
    }
}
