namespace Holdfast.EndToEnd.Tests;

/// <summary>Kills.</summary>
internal static class VictimExtensions
{
    public static void Kill(this Victim victim, Job job, RunningBrowser browser)
    {
        switch (victim)
        {
            case Victim.Browser:
                Assert.Equal(0, Signals.Send(browser.Browser, Signals.Kill));
                break;
            case Victim.Driver:
                Assert.Equal(0, Signals.Send(browser.Driver, Signals.Kill));
                break;
            default:
                job.Signal(Signals.Kill);
                break;
        }
    }
}
