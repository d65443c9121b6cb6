namespace Holdfast.EndToEnd.Tests;

/// <summary>What each fault must come to.</summary>
internal static class SoakFaultExtensions
{
    /// <summary>The causes that its one incident may name; empty when the session must not die of it.</summary>
    public static IReadOnlyList<LossCause> Causes(this SoakFault fault) => fault switch
    {
        SoakFault.KillBrowser or SoakFault.TerminateBrowser or SoakFault.KillBrowserSiteDown => [LossCause.BrowserExited],
        SoakFault.KillDriver => [LossCause.DriverExited],
        SoakFault.KillBoth => [LossCause.BrowserExited, LossCause.DriverExited],
        SoakFault.CloseLastWindow => [LossCause.WindowClosed],
        SoakFault.CloseTab or SoakFault.CrashTab or SoakFault.KillTab => [LossCause.TabLost],
        SoakFault.StopBrowser or SoakFault.StopDriver or SoakFault.HangTab => [LossCause.Unresponsive],
        SoakFault.ExpireLogin => [LossCause.LoggedOut],
        _ => [],
    };

    /// <summary>True when the job's process ends with it, and another goes on.</summary>
    public static bool EndsTheJob(this SoakFault fault) => fault is SoakFault.KillJob or SoakFault.DrainJob;

    /// <summary>True when only who waits for the session notices it: a session that answers is never probed.</summary>
    public static bool IsHang(this SoakFault fault) => fault is SoakFault.StopBrowser or SoakFault.StopDriver or SoakFault.HangTab;
}
