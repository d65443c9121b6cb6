using System.Runtime.InteropServices;
using Holdfast.Actions;
using Microsoft.Extensions.Time.Testing;

namespace Holdfast.App.Tests;

public sealed class RunCommandTests
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Run_WithGaps_PrintsOneSummaryFromTheLedger()
    {
        using TestApp app = new();
        app.Run = (action, settings, _) => Task.FromResult(Reports.Report(RunEnd.CompletedWithGaps, summary: LedgerMaker.Make(
            settings.LedgerPath,
            action.Name,
            [ItemOutcome.Whole("k1", "1", null), ItemOutcome.Failed("k2", "403 Forbidden"), ItemOutcome.Partial("k3", "{}", "no badge\e[2J")])));

        Assert.Equal(ExitCode.CompletedWithGaps, await app.RunAsync("run"));
        Assert.Contains("3 seen = 1 new + 1 partial + 1 failed", app.Output, StringComparison.Ordinal);
        Assert.Contains("1 failed, 403 Forbidden: k2", app.Output, StringComparison.Ordinal);
        Assert.Contains("no badge\\u001B[2J: k3", app.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', app.Output);
        Assert.Contains("to try what is missing again: kinfolk run", app.Output, StringComparison.Ordinal);
        Assert.Contains("ended with exit code 3", app.ReadLog(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Mismatch_PrintsEachAndOutranksTheEnd()
    {
        using TestApp app = new() { Run = (_, _, _) => Task.FromResult(Reports.Report(RunEnd.Completed, mismatches: 2)) };

        Assert.Equal(ExitCode.Mismatch, await app.RunAsync("run"));
        Assert.Contains("DOES NOT ADD UP", app.Output, StringComparison.Ordinal);
        Assert.Contains("record hash of k1: expected aa, found bb", app.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signal_First_StopsAndSaysHowToGoOn()
    {
        using TestApp app = new();
        TaskCompletionSource<StopSignals> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Listen = listening.SetResult;
        app.Run = async (_, _, stop) =>
        {
            TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
            await using CancellationTokenRegistration registration = stop.Register(asked.SetResult);
            await asked.Task.WaitAsync(s_deadline, CancellationToken.None);
            return Reports.Report(RunEnd.Stopped, "stopped on request");
        };

        Task<int> run = app.RunAsync("run", "gather-things", "--batch", "5");
        (await listening.Task.WaitAsync(s_deadline, TestContext.Current.CancellationToken)).Handle(PosixSignal.SIGTERM);

        Assert.Equal(ExitCode.Stopped, await run.WaitAsync(s_deadline, TestContext.Current.CancellationToken));
        Assert.Contains("SIGTERM: stopping", app.Error, StringComparison.Ordinal);
        Assert.Contains("Go on with: kinfolk run gather-things --batch 5", app.Error, StringComparison.Ordinal);
        Assert.Empty(app.Exits);
    }

    [Fact]
    public async Task CtrlC_Twice_EndsAtOnceAlthoughTheRunGoesOn()
    {
        FakeTimeProvider time = new();
        using TestApp app = new() { Time = time };
        TaskCompletionSource<StopSignals> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource<RunReport> end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Listen = listening.SetResult;
        app.Run = (_, _, _) => end.Task;
        Task<int> run = app.RunAsync("run");
        StopSignals signals = await listening.Task.WaitAsync(s_deadline, TestContext.Current.CancellationToken);

        signals.Handle(PosixSignal.SIGINT);
        time.Advance(StopPolicy.SamePress);
        signals.Handle(PosixSignal.SIGINT);
        end.SetResult(Reports.Report(RunEnd.Stopped));

        Assert.Equal(ExitCode.EndedAtOnce, await run.WaitAsync(s_deadline, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Run_Bug_IsOneLineAndTheLogHasTheRest()
    {
        using TestApp app = new() { Run = (_, _, _) => throw new InvalidOperationException("the site said \e[31mboo") };

        Assert.Equal(ExitCode.UnexpectedError, await app.RunAsync("run"));
        Assert.Contains("unexpected error, InvalidOperationException: the site said \\u001B[31mboo", app.Error, StringComparison.Ordinal);
        Assert.Contains(app.LedgerPath + ".log", app.Error, StringComparison.Ordinal);
        Assert.Contains("   at ", app.ReadLog(), StringComparison.Ordinal);
    }
}
