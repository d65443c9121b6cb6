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
        SlowFaults faults = new();
        await using SessionManager<object> sessions = new(
            faults, Options.Create(new SessionOptions { Recovery = { BackoffBase = TimeSpan.Zero } }));
        string report = Path.GetTempFileName();
        int committed = 0;
        DrillInjector drill = new(
            new DrillOrder(FaultKind.KillBrowser, report), sessions, () => Interlocked.Increment(ref committed), TimeProvider.System);

        await drill.RunAsync(Token).WaitAsync(TimeSpan.FromSeconds(30), Token);

        Assert.Equal(["stopped", "released"], faults.Journal);
        Assert.Contains("\"supported\":true", await File.ReadAllTextAsync(report, Token), StringComparison.Ordinal);
        File.Delete(report);
    }

    /// <summary>Scripted sessions whose faults kill at once and stop something much later.</summary>
    private sealed class SlowFaults : ISessionProvider<object>, IFaultTarget
    {
        private readonly ScriptedProvider<object> _script = new(static launch => launch);

        public ConcurrentQueue<string> Journal { get; } = new();

        public IReadOnlyCollection<FaultKind> Supported => Enum.GetValues<FaultKind>();

        public int RunningProcesses => 0;

        public async Task<ISupervisedSession<object>> LaunchAsync(SessionLaunch launch, CancellationToken cancellationToken) =>
            new HurtSession(await _script.LaunchAsync(launch, cancellationToken), this);

        public async Task InjectAsync(FaultKind fault, CancellationToken cancellationToken)
        {
            _script.Die();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Journal.Enqueue("stopped");
        }

        public void Release() => Journal.Enqueue("released");
    }

    private sealed class HurtSession(ISupervisedSession<object> inner, IFaultTarget faults) : ISupervisedSession<object>
    {
        public TimeSpan? CommandAge => inner.CommandAge;

        public IFaultTarget? Faults => faults;

        public Task<TResult> InvokeAsync<TResult>(Func<object, CancellationToken, Task<TResult>> work, CancellationToken cancellationToken) =>
            inner.InvokeAsync(work, cancellationToken);

        public Task LogInAsync(CancellationToken cancellationToken) => inner.LogInAsync(cancellationToken);

        public Task<LoginSnapshot> CaptureLoginAsync(CancellationToken cancellationToken) => inner.CaptureLoginAsync(cancellationToken);

        public Task RestoreLoginAsync(LoginSnapshot login, CancellationToken cancellationToken) => inner.RestoreLoginAsync(login, cancellationToken);

        public Task CanaryAsync(CancellationToken cancellationToken) => inner.CanaryAsync(cancellationToken);

        public Task<ProbeResult> ProbeAsync(CancellationToken cancellationToken) => inner.ProbeAsync(cancellationToken);

        public Task<bool> TryReuseAsync(LossCause cause, CancellationToken cancellationToken) => inner.TryReuseAsync(cause, cancellationToken);

        public Holdfast.Verdict Classify(Exception exception) => inner.Classify(exception);

        public Task<Holdfast.Verdict> ConfirmAsync(Holdfast.Verdict suspicion, CancellationToken cancellationToken) => inner.ConfirmAsync(suspicion, cancellationToken);

        public Task EndAsync(CancellationToken cancellationToken) => inner.EndAsync(cancellationToken);
    }
}
