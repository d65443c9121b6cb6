using System.Globalization;
using Microsoft.Extensions.Time.Testing;

namespace Holdfast.App.Tests;

/// <summary>A run that does not stop when it is asked to, or leaves somebody behind who holds its output; a script stands in for it.</summary>
public sealed class DrillProcessTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-drilled-");

    private string Leftover => Path.Combine(_folder.FullName, "leftover.pid");

    private DrillOrder Order => new(FaultKind.KillBrowser, Path.Combine(_folder.FullName, "report"));

    [Theory]
    [InlineData(200, false)]
    [InlineData(600_000, true)]
    public async Task RunAsync_RunThatIgnoresTheStop_IsKilledInTheEnd(int patience, bool isAtOnce)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The run is a shell script.");
        string sign = Path.Combine(_folder.FullName, "sign");
        string script = Path.Combine(_folder.FullName, "program");
        await File.WriteAllTextAsync(
            script, $"trap '' TERM\necho last words >&2\ntouch '{sign}'\nwhile :; do sleep 0.1; done\n", TestContext.Current.CancellationToken);
        DrillStart start = DrillStart.Of(["/bin/sh", script], []);
        DrillProcess process = new(start, TimeSpan.FromMilliseconds(patience), TimeProvider.System);
        using CancellationTokenSource stop = new();
        using CancellationTokenSource atOnce = new();
        Task<(int Code, IReadOnlyList<string> Errors)> running = process.RunAsync(Order, "ledger", stop.Token, atOnce.Token);
        long began = TimeProvider.System.GetTimestamp();
        while (!File.Exists(sign))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(30), "The script never began.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        await stop.CancelAsync();
        if (isAtOnce)
        {
            await atOnce.CancelAsync();
        }

        (int code, IReadOnlyList<string> errors) = await running.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(128 + 9, code);
        Assert.Equal(["last words"], errors);
    }

    [Fact]
    public async Task RunAsync_LeftoverHoldsTheOutput_IsNotWaitedForForLong()
    {
        DrillProcess process = new(await LeaverAsync(), TimeSpan.FromSeconds(1), TimeProvider.System);

        (int code, IReadOnlyList<string> errors) = await process.RunAsync(Order, "ledger", CancellationToken.None, CancellationToken.None)
            .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(3, code);
        Assert.Equal(["last words"], errors);
    }

    [Fact]
    public async Task RunAsync_AtOnceWhileALeftoverHoldsTheOutput_WaitsNoLonger()
    {
        StoppedClock clock = new();
        DrillProcess process = new(await LeaverAsync(), TimeSpan.FromSeconds(1), clock);
        using CancellationTokenSource atOnce = new();
        Task<(int Code, IReadOnlyList<string> Errors)> running = process.RunAsync(Order, "ledger", CancellationToken.None, atOnce.Token);
        await clock.WaitsForLastWords.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await atOnce.CancelAsync();

        (int code, _) = await running.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(3, code);
    }

    public void Dispose()
    {
        // Who is left behind must not be left to the machine.
        if (File.Exists(Leftover))
        {
            _ = NativeTerminal.Kill(int.Parse(File.ReadAllText(Leftover), CultureInfo.InvariantCulture), 9);
        }

        _folder.Delete(recursive: true);
    }

    private async Task<DrillStart> LeaverAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The run is a shell script.");
        string script = Path.Combine(_folder.FullName, "program");
        await File.WriteAllTextAsync(
            script, $"sleep 300 &\necho $! > '{Leftover}'\necho last words >&2\nexit 3\n", TestContext.Current.CancellationToken);
        return DrillStart.Of(["/bin/sh", script], []);
    }

    /// <summary>Its time does not pass; it tells of the wait for what a run that is over said last.</summary>
    private sealed class StoppedClock : FakeTimeProvider
    {
        private readonly TaskCompletionSource _waits = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task WaitsForLastWords => _waits.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == DrillProcess.LastWords)
            {
                _waits.TrySetResult();
            }

            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
