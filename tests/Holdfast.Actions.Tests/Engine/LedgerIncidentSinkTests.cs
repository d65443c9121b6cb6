using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.Actions.Tests.Engine;

public sealed class LedgerIncidentSinkTests : IDisposable
{
    private readonly LedgerFixture _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Suspension_WhileARunIsUnderWay_IsKeptWithItsGeneration()
    {
        Suspension slept = new(_files.Time.GetUtcNow(), TimeSpan.FromMinutes(46), Asleep: true);
        SessionRuns runs = new();
        await using (IRunLedger ledger = await new SqliteRunLedgerStore(_files.Time).BeginLegAsync(_files.Path, "gather", site: null))
        {
            using (runs.Attach(NewSink(ledger)))
            {
                await runs.RecordSuspensionAsync("main", 3, slept, TestContext.Current.CancellationToken);
            }

            await runs.RecordSuspensionAsync("main", 4, slept, TestContext.Current.CancellationToken);
        }

        using RunLedger reader = _files.Open(LedgerAccess.Read);
        StoredSuspension stored = Assert.Single(reader.ReadSuspensions());
        Assert.Equal((1L, 1L, 3, slept), (stored.RunId, stored.Epoch, stored.Generation, stored.Suspension));
    }

    /// <summary>A run has the deaths of its own time: whose session had died before has nothing to do with that.</summary>
    [Fact]
    public async Task Incident_DiedBeforeTheRun_IsNotInItsLedger()
    {
        SessionRuns runs = new();
        await using (IRunLedger ledger = await new SqliteRunLedgerStore(_files.Time).BeginLegAsync(_files.Path, "gather", site: null))
        {
            runs.Enqueue(Death(1));
            using IDisposable attached = runs.Attach(NewSink(ledger));
            await runs.RecordAsync(Death(1) with { Outcome = IncidentOutcome.Recovered }, TestContext.Current.CancellationToken);
            runs.Enqueue(Death(2));
            await runs.RecordAsync(Death(2) with { Outcome = IncidentOutcome.Recovered }, TestContext.Current.CancellationToken);
        }

        using RunLedger reader = _files.Open(LedgerAccess.Read);
        StoredIncident only = Assert.Single(reader.ReadIncidents());
        Assert.Equal((2, IncidentOutcome.Recovered), (only.Incident.Generation, only.Incident.Outcome));
    }

    /// <summary>A record may be on its way when the run ends: that is nobody's failure.</summary>
    [Fact]
    public async Task Incident_LedgerIsClosed_IsPassedOver()
    {
        SessionRuns runs = new();
        IRunLedger ledger = await new SqliteRunLedgerStore(_files.Time).BeginLegAsync(_files.Path, "gather", site: null);
        LegRecords records = NewRecords();
        using IDisposable attached = runs.Attach(new LedgerIncidentSink(ledger, records));
        await records.CloseAsync();
        await ledger.DisposeAsync();

        runs.Enqueue(Death(1));
        await runs.RecordAsync(Death(1), TestContext.Current.CancellationToken);
    }

    private static LedgerIncidentSink NewSink(IRunLedger ledger) => new(ledger, NewRecords());

    private static LegRecords NewRecords() =>
        new(new RunEvents(new RunObservers([], NullLogger.Instance), new RunKey("job.ledger", "main", "gather", 1, 1)));

    private Incident Death(int generation) => new()
    {
        Session = "main",
        Generation = generation,
        Cause = LossCause.BrowserExited,
        FirstSymptom = "exited",
        Evidence = [new TimedEvidence(new Evidence(LossCause.BrowserExited, EvidenceStrength.Process, "pidfd", "exited"), TimeSpan.Zero)],
        DetectedAt = _files.Time.GetUtcNow(),
        SinceLastHeartbeat = null,
        AdmittedAtLatch = 1,
        InFlight = 0,
        SymptomsSuppressed = 0,
    };
}
