using Kinfolk.Site;
using OpenQA.Selenium;

namespace Holdfast.EndToEnd.Tests;

/// <summary>A real death of each cause.</summary>
internal static class Death
{
    /// <summary>Carries it out; returns when it is done or the lease is lost.</summary>
    public static async Task CarryOutAsync(LossCause cause, SessionLease<IWebDriver> lease, MemberSite site)
    {
        switch (cause)
        {
            case LossCause.LoggedOut:
                site.Control.ExpireSessions();
                break;
            case LossCause.ClosedByUs:
                await Assert.ThrowsAsync<SessionLostException>(async () => await lease.UseAsync(driver =>
                {
                    driver.Quit();
                    return true;
                }));
                break;
            default:
                await InjectAsync(lease, Fault(cause));
                break;
        }
    }

    private static async Task InjectAsync(SessionLease<IWebDriver> lease, FaultKind fault)
    {
        try
        {
            await lease.Faults!.InjectAsync(fault, CancellationToken.None);
        }
        catch (Exception) when (lease.IsLost)
        {
            // The browser was gone before it could answer.
        }
    }

    private static FaultKind Fault(LossCause cause) => cause switch
    {
        LossCause.BrowserExited => FaultKind.KillBrowser,
        LossCause.DriverExited => FaultKind.KillDriver,
        LossCause.WindowClosed => FaultKind.CloseWindow,
        LossCause.TabLost => FaultKind.CrashTab,
        LossCause.Unresponsive => FaultKind.StopBrowser,
        _ => throw new ArgumentOutOfRangeException(nameof(cause), cause, "A cause that nobody knows how to bring about."),
    };
}
