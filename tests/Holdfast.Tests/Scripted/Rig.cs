using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Testing;

namespace Holdfast.Tests;

/// <summary>A manager with everything around it scripted, on a clock of its own.</summary>
internal sealed class Rig : IAsyncDisposable
{
    private SessionManager<Gadget>? _manager;

    public SessionOptions Options { get; } = new() { Name = "test" };

    public TestClock Clock { get; } = new();

    /// <summary>The clock that the manager gets; null for <see cref="Clock"/>.</summary>
    public TimeProvider? Time { get; init; }

    public ScriptedProvider Provider { get; } = new();

    public ScriptedVerifier? Verifier { get; init; } = new();

    public RecordingSink Sink { get; } = new();

    public FakeLogger<SessionManager<Gadget>> Logger { get; } = new();

    public IMeterFactory? Meters { get; init; }

    public SessionManager<Gadget> Manager => _manager ??= new SessionManager<Gadget>(
        Provider, Microsoft.Extensions.Options.Options.Create(Options), Verifier, [Sink], Time ?? Clock, Logger, Meters);

    public static Evidence Decisive(LossCause cause = LossCause.BrowserExited, string detail = "gone") =>
        new(cause, EvidenceStrength.Explicit, "test", detail);

    public static Evidence Guess(LossCause cause = LossCause.BrowserExited, string detail = "gone") =>
        new(cause, EvidenceStrength.Inferred, "test", detail);

    public Task<SessionLease<Gadget>> LeaseAsync() => Manager.LeaseAsync(TestContext.Current.CancellationToken).InTime();

    /// <summary>Ends the current generation with evidence that needs no waiting, and waits for the next.</summary>
    public async Task<SessionLease<Gadget>> DieAsync(SessionLease<Gadget> lease, LossCause cause = LossCause.BrowserExited)
    {
        lease.ReportDeath(Decisive(cause));
        return await LeaseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_manager is not null)
        {
            await Clock.PumpAsync(_manager.DisposeAsync().AsTask(), TimeSpan.FromSeconds(1));
        }
    }
}
