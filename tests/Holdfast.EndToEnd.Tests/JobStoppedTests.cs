using System.Globalization;
using System.Text.RegularExpressions;
using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests;

/// <summary>The job itself does not run for a while, and everything else does: nobody has died.</summary>
[Trait("Category", "Browser")]
public sealed partial class JobStoppedTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Run_StoppedForAMinuteAndContinued_OneSuspensionAndTheSameSession()
    {
        double seconds = double.Parse(Environment.GetEnvironmentVariable("HOLDFAST_TEST_STOPPED_SECONDS") ?? "60", CultureInfo.InvariantCulture);
        using JobFolder folder = new();
        await using MemberSite site = await LocalSite.StartAsync(pages: 20, delayMs: 2);
        using SiteControlClient control = new(site.Url);
        await using Job job = Job.Run(folder, site.Url);
        ArrivalReport arrival = await control.WaitAsync("/api/profiles/", 100, Job.Deadline);
        job.Signal(Signals.Stop);

        // The fault itself is a span of time.
        await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System, TestContext.Current.CancellationToken);
        job.Signal(Signals.Continue);
        int code = await job.EndAsync();
        output.WriteLine(job.Output);

        Assert.True(arrival.Pending > 0, "work must be pending when the job stops");
        Assert.Equal(App.ExitCode.Completed, code);
        GatherAssert.Complete(folder, 20 * 20);
        Assert.Empty(GatherAssert.Incidents(folder));
        Assert.Empty(GatherAssert.ErrorLines(folder));
        Assert.Equal(1, (await control.CountsAsync()).LoginsOk);
        Assert.Equal(["1"], (await control.LogAsync()).Select(entry => entry.Generation).Where(generation => generation is not null).Distinct());
        Assert.Empty(folder.Processes());

        // A busy machine may starve the job for some seconds more: that is said too, as what it is.
        string[] log = await File.ReadAllLinesAsync(folder.Log, TestContext.Current.CancellationToken);
        string said = Assert.Single(log, line => Suspension().Match(line) is { Success: true } match
            && double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) > seconds / 2);
        Assert.Contains("the job was stopped or starved", said, StringComparison.Ordinal);
    }

    [GeneratedRegex("the process was suspended for ([0-9]+) s")]
    private static partial Regex Suspension();
}
