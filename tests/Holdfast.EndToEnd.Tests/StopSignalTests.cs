using System.Diagnostics;
using Holdfast.App;
using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests;

/// <summary>A user stops the run: what is in flight is committed, and the next start goes on.</summary>
[Trait("Category", "Browser")]
public sealed class StopSignalTests(ITestOutputHelper output)
{
    private const int Pages = 20;
    private const int Records = Pages * 20;
    private const string Draining = "Press Ctrl+C again";

    [Theory]
    [InlineData(Signals.Terminate)]
    [InlineData(Signals.Hangup)]
    [InlineData(Signals.Interrupt)]
    public async Task Run_Signal_DrainsAndSaysHowToGoOn(int signal)
    {
        using JobFolder folder = new();
        await using MemberSite site = await LocalSite.StartAsync(Pages, delayMs: 5);
        using SiteControlClient control = new(site.Url);
        await using Job job = Job.Run(folder, site.Url);
        await HoldInTheMiddleAsync(control);
        job.Signal(signal);
        await job.PrintedAsync(Draining);
        await control.ReleaseAsync();
        int code = await job.EndAsync();
        output.WriteLine(job.Output);

        Assert.Equal(ExitCode.Stopped, code);
        await GoesOnAsync(folder, site, job.Output);
    }

    [Fact]
    public async Task Run_CtrlCTypedInATerminal_DrainsAlthoughTheTerminalSignalsTheWholeGroup()
    {
        using JobFolder folder = new();
        await using MemberSite site = await LocalSite.StartAsync(Pages, delayMs: 5);
        using SiteControlClient control = new(site.Url);
        using Process terminal = Terminal(folder, site.Url);
        await HoldInTheMiddleAsync(control);
        await TypeCtrlCAsync(terminal);
        await DrainsAsync(terminal);
        await control.ReleaseAsync();
        string screen = await terminal.StandardOutput.ReadToEndAsync().WaitAsync(Job.Deadline);
        await terminal.WaitForExitAsync().WaitAsync(Job.Deadline);
        output.WriteLine(screen);

        Assert.Equal(ExitCode.Stopped, terminal.ExitCode);
        await GoesOnAsync(folder, site, screen);
    }

    [Fact]
    public async Task Run_SecondCtrlC_EndsAtOnceWithTheLedgerIntact()
    {
        using JobFolder folder = new();
        await using MemberSite site = await LocalSite.StartAsync(Pages, delayMs: 5);
        using SiteControlClient control = new(site.Url);
        using Process terminal = Terminal(folder, site.Url);
        await HoldInTheMiddleAsync(control);
        await TypeCtrlCAsync(terminal);
        await DrainsAsync(terminal);

        // A second key press within half a second counts as the first one again; the wait is an event that never comes.
        await control.WaitAsync("/never", 1, TimeSpan.FromSeconds(1));
        await TypeCtrlCAsync(terminal);
        string rest = await terminal.StandardOutput.ReadToEndAsync().WaitAsync(Job.Deadline);
        await terminal.WaitForExitAsync().WaitAsync(Job.Deadline);
        output.WriteLine(rest);

        Assert.Equal(ExitCode.EndedAtOnce, terminal.ExitCode);
        Assert.Empty(folder.Processes());
        await control.ReleaseAsync();
        await using Job again = Job.Run(folder, site.Url);
        Assert.Equal(ExitCode.Completed, await again.EndAsync());
        GatherAssert.Complete(folder, Records);
    }

    /// <summary>Answers are held back, so that neither the run nor its drain can end by itself.</summary>
    private static async Task HoldInTheMiddleAsync(SiteControlClient control)
    {
        await control.WaitAsync("/api/profiles/", 100, Job.Deadline);
        await control.HoldAsync("/api/profiles/", HoldStage.Answer);
        ArrivalReport before = await control.WaitAsync("/never", 1, TimeSpan.Zero);

        // None may come any more when all that could is held already: what is pending for two seconds is.
        ArrivalReport held = await control.WaitAsync("/api/profiles/", 1, TimeSpan.FromSeconds(2), before.Sequence);
        Assert.True(held.Pending > 0);
    }

    private async Task DrainsAsync(Process terminal)
    {
        string? line;
        do
        {
            line = await terminal.StandardOutput.ReadLineAsync().WaitAsync(Job.Deadline);
            output.WriteLine(line ?? "");
        }
        while (line?.Contains(Draining, StringComparison.Ordinal) == false);
    }

    private static async Task GoesOnAsync(JobFolder folder, MemberSite site, string printed)
    {
        Assert.Contains("Go on with:", printed, StringComparison.Ordinal);
        Assert.Empty(folder.Processes());
        using (RunLedger ledger = RunLedger.Open(folder.Ledger, LedgerAccess.Read, TimeProvider.System))
        {
            RunSummary summary = ledger.ReadSummary(ledger.ReadRuns(GatherAssert.Action)[0].RunId);
            Assert.True(summary.AddsUp);
            Assert.InRange(summary.New, 1, Records - 1);
            Assert.Empty(ledger.Check(summary.Run.RunId));
        }

        await using Job again = Job.Run(folder, site.Url);
        Assert.Equal(ExitCode.Completed, await again.EndAsync());
        Assert.Equal(2, GatherAssert.Complete(folder, Records).Run.Legs);
    }

    /// <summary>The job in a real pseudo-terminal, which is what <c>script</c> makes.</summary>
    private static Process Terminal(JobFolder folder, string url)
    {
        ProcessStartInfo job = Job.StartInfo(folder, ["run", "--url", url, "--ledger", folder.Ledger]);
        string command = string.Join(' ', job.ArgumentList.Prepend(job.FileName).Select(word => $"'{word}'"));
        ProcessStartInfo start = new("script") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (string argument in (string[])["-q", "-e", "-f", "-c", $"exec {command}", "/dev/null"])
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string? value) in job.Environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static async Task TypeCtrlCAsync(Process terminal)
    {
        await terminal.StandardInput.WriteAsync('\u0003');
        await terminal.StandardInput.FlushAsync();
    }
}
