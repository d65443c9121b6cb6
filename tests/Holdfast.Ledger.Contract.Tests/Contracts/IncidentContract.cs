namespace Holdfast.Ledger.Contract.Tests;

/// <summary>Deaths, and times in which the program did not run, are kept, and told by the summary.</summary>
public abstract class IncidentContract : LedgerContract
{
    private protected IncidentContract(LedgerRig rig)
        : base(rig)
    {
    }

    [Fact]
    public void RecordIncident_OpenAndLaterRecovered_IsReadBackAsItWasLast()
    {
        Incident open = new()
        {
            Session = "main",
            Generation = 3,
            Cause = LossCause.TabLost,
            FirstSymptom = "tab crashed",
            Evidence = [new TimedEvidence(new Evidence(LossCause.TabLost, EvidenceStrength.Explicit, "cdp-socket", "tab crashed"), TimeSpan.Zero)],
            DetectedAt = Rig.Time.GetUtcNow(),
            SinceLastHeartbeat = TimeSpan.FromSeconds(2),
            AdmittedAtLatch = 17,
            InFlight = 4,
            SymptomsSuppressed = 1,
        };
        Incident recovered = open with
        {
            SymptomsSuppressed = 9,
            Steps = [new RecoveryStep(1, "new-tab", TimeSpan.FromSeconds(1), "ok")],
            Duration = TimeSpan.FromSeconds(3),
            Outcome = IncidentOutcome.Recovered,
        };
        LegUnderTest run = Rig.Begin();

        run.RecordIncident(open);
        run.RecordIncident(recovered);

        // One that somebody gave up waiting for is only late.
        run.RecordIncident(open);
        StoredIncident stored = Assert.Single(Rig.ReadIncidents(run.RunId));
        Assert.Equal((run.RunId, run.Epoch), (stored.RunId, stored.Epoch));
        Assert.Equivalent(recovered, stored.Incident, strict: true);
        Assert.Equal(1, Rig.ReadSummary(run.RunId).Incidents[nameof(LossCause.TabLost)]);
    }

    [Fact]
    public void RecordSuspension_OverTwoLegs_IsToldByTheSummaryAndOneByOne()
    {
        Suspension slept = new(Rig.Time.GetUtcNow(), TimeSpan.FromMilliseconds(2_760_125), Asleep: true);
        Suspension stopped = slept with { EndedAt = slept.EndedAt.AddHours(1), Duration = TimeSpan.FromSeconds(5), Asleep = false };
        Rig.Begin().RecordSuspension(slept, generation: 2);
        Rig.Begin().RecordSuspension(stopped, generation: 3);
        Rig.Begin("another");
        Assert.Equal(
            [(1L, 2L, 3, stopped), (1L, 1L, 2, slept)],
            Rig.ReadSuspensions(1).Select(stored => (stored.RunId, stored.Epoch, stored.Generation, stored.Suspension)));
        Assert.Equivalent(new SuspensionTotals(2, slept.Duration + stopped.Duration, stopped), Rig.ReadSummary(1).Suspensions);
        Assert.Equivalent(SuspensionTotals.None, Rig.ReadSummary(2).Suspensions);
    }
}
