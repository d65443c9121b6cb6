using System.Collections.Concurrent;
using System.Text.Json;
using Holdfast.Actions;
using Holdfast.Testing;
using Microsoft.Extensions.Options;

namespace Holdfast.App.Tests;

public sealed class DrillInjectorTests
{
    private static readonly RunKey s_run = new("drill.db", "main", "gather-things", 1, 1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A fault may kill before it is acknowledged; what it stops after a release, nobody would release any more.</summary>
    [Fact]
    public async Task Run_InjectionOutlivesTheMeasure_IsEndedBeforeTheRelease()
    {
        ScriptedProvider<object> script = new(static launch => launch);
        SlowFaults faults = new(script);
        script.Faults = faults;
        await using SessionManager<object> sessions = new(
            script, Options.Create(new SessionOptions { Recovery = { BackoffBase = TimeSpan.Zero } }));
        string report = Path.GetTempFileName();
        CommittedWork work = new();
        Task drill = new DrillInjector(new DrillOrder(FaultKind.KillBrowser, report), sessions, work, TimeProvider.System).RunAsync(Token);
        while (!drill.IsCompleted)
        {
            // The run goes on.
            work.Observe(new BatchCommitted(s_run, items: 1, generation: 1));
            await Task.WhenAny(drill, Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Token));
        }

        await drill;

        Assert.Equal(["stopped", "released"], faults.Journal);
        Assert.Contains("\"supported\":true", await File.ReadAllTextAsync(report, Token), StringComparison.Ordinal);
        File.Delete(report);
    }

    /// <summary>The action is over while the death is waited for: the drill must know that the session was hurt.</summary>
    [Fact]
    public async Task Run_OverBeforeTheDeath_LeavesWordThatItStruck()
    {
        ScriptedProvider<object> script = new(static launch => launch);
        SlowFaults faults = new(script) { IsDeadly = false };
        script.Faults = faults;
        await using SessionManager<object> sessions = new(
            script, Options.Create(new SessionOptions { Recovery = { BackoffBase = TimeSpan.Zero } }));
        string report = Path.GetTempFileName();
        using CancellationTokenSource over = new();
        CommittedWork work = new();
        work.Observe(new BatchCommitted(s_run, items: 1, generation: 1));
        Task drill = new DrillInjector(new DrillOrder(FaultKind.StopBrowser, report), sessions, work, TimeProvider.System).RunAsync(over.Token);
        await faults.Begun.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
        await over.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => drill.WaitAsync(TimeSpan.FromSeconds(30), Token));
        Assert.Equal(["stopped", "released"], faults.Journal);
        DrillMeasure? measure = JsonSerializer.Deserialize(await File.ReadAllTextAsync(report, Token), DrillJson.Default.DrillMeasure);
        Assert.Equal(DrillMeasure.Struck, measure);
        File.Delete(report);
    }

    /// <summary>Faults that kill at once, if at all, and stop something much later.</summary>
    private sealed class SlowFaults(ScriptedProvider<object> script) : IFaultTarget
    {
        public bool IsDeadly { get; init; } = true;

        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ConcurrentQueue<string> Journal { get; } = new();

        public IReadOnlyCollection<FaultKind> Supported => Enum.GetValues<FaultKind>();

        public int RunningProcesses => 0;

        public async Task InjectAsync(FaultKind fault, CancellationToken cancellationToken)
        {
            Begun.SetResult();
            if (IsDeadly)
            {
                script.Die();
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Journal.Enqueue("stopped");
        }

        public void Release() => Journal.Enqueue("released");
    }
}
