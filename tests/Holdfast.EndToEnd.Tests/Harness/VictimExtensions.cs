namespace Holdfast.EndToEnd.Tests;

/// <summary>Kills.</summary>
internal static class VictimExtensions
{
    public static Task KillAsync(this Victim victim, Job job, RunningBrowser browser)
    {
        switch (victim)
        {
            case Victim.Browser:
                return Fault.KillBrowser.CarryOutAsync(browser);
            case Victim.Driver:
                return Fault.KillDriver.CarryOutAsync(browser);
            default:
                job.Signal(Signals.Kill);
                return Task.CompletedTask;
        }
    }
}
