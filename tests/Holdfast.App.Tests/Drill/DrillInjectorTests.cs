using System.Collections.Concurrent;
using Holdfast.Testing;
using Microsoft.Extensions.Options;

namespace Holdfast.App.Tests;

public sealed class DrillInjectorTests
{
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
        int committed = 0;
        DrillInjector drill = new(
            new DrillOrder(FaultKind.KillBrowser, report), sessions, () => Interlocked.Increment(ref committed), TimeProvider.System);

        await drill.RunAsync(Token).WaitAsync(TimeSpan.FromSeconds(30), Token);

        Assert.Equal(["stopped", "released"], faults.Journal);
        Assert.Contains("\"supported\":true", await File.ReadAllTextAsync(report, Token), StringComparison.Ordinal);
        File.Delete(report);
    }

    /// <summary>Faults that kill at once and stop something much later.</summary>
    private sealed class SlowFaults(ScriptedProvider<object> script) : IFaultTarget
    {
        public ConcurrentQueue<string> Journal { get; } = new();

        public IReadOnlyCollection<FaultKind> Supported => Enum.GetValues<FaultKind>();

        public int RunningProcesses => 0;

        public async Task InjectAsync(FaultKind fault, CancellationToken cancellationToken)
        {
            script.Die();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Journal.Enqueue("stopped");
        }

        public void Release() => Journal.Enqueue("released");
    }
}
