using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Testing;

namespace Holdfast.Tests;

/// <summary>A manager with everything around it scripted, on a clock of its own.</summary>
internal sealed class Rig : IAsyncDisposable
{
    private readonly Lazy<SessionManager<Gadget>> _manager;

    public Rig() => _manager = new(() => new SessionManager<Gadget>(
        Provider, Microsoft.Extensions.Options.Options.Create(Options), Verifier, [Sink], Time ?? Clock, Logger, Meters, LoginLimit));

    /// <summary>Without a wait between attempts, so that a recovery passes while the clock stands still; and looked after only every
    /// heartbeat, so that a test may let some seconds pass at once.</summary>
    public SessionOptions Options { get; } = new()
    {
        Name = "test",
        ProbePeriod = TimeSpan.FromSeconds(30),
        Recovery = { BackoffBase = TimeSpan.Zero },
    };

    public TestClock Clock { get; } = new();

    /// <summary>The clock that the manager gets; null for <see cref="Clock"/>.</summary>
    public TimeProvider? Time { get; init; }

    public ScriptedProvider Provider { get; } = new(static launch => new Gadget(launch));

    public ScriptedVerifier? Verifier { get; init; } = new();

    public RecordingSink Sink { get; } = new();

    public FakeLogger<SessionManager<Gadget>> Logger { get; } = new();

    public IMeterFactory? Meters { get; init; }

    public ILoginLimit? LoginLimit { get; init; }

    public SessionManager<Gadget> Manager => _manager.Value;

    public static Evidence Decisive(LossCause cause = LossCause.BrowserExited, string detail = "gone") =>
        new(cause, EvidenceStrength.Explicit, "test", detail);

    public static Evidence Guess(LossCause cause = LossCause.BrowserExited, string detail = "gone") =>
        new(cause, EvidenceStrength.Inferred, "test", detail);

    public Task<SessionLease<Gadget>> LeaseAsync() => Manager.LeaseAsync(TestContext.Current.CancellationToken).InTime();

    /// <summary>Ends a generation, and lets the time pass after which its cause stands.</summary>
    public void Kill(SessionLease lease, LossCause cause = LossCause.BrowserExited)
    {
        lease.ReportDeath(Decisive(cause));
        Clock.Advance(Options.ConfirmTimeout);
    }

    /// <summary>As <see cref="Kill"/>, through the watchers of the newest browser.</summary>
    public void Report(Evidence evidence)
    {
        Provider.Evidence!.Report(evidence);
        Clock.Advance(Options.ConfirmTimeout);
    }

    /// <summary>Ends a generation and waits for the next.</summary>
    public async Task<SessionLease<Gadget>> DieAsync(SessionLease<Gadget> lease, LossCause cause = LossCause.BrowserExited)
    {
        Kill(lease, cause);
        return await LeaseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_manager.IsValueCreated)
        {
            await Clock.PumpAsync(Manager.DisposeAsync().AsTask(), TimeSpan.FromSeconds(1));
        }
    }
}
