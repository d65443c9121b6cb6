namespace Holdfast.Ledger.Contract.Tests;

/// <summary>Each death is kept once, as it was known last.</summary>
public abstract class IncidentContract : LedgerContract
{
    private protected IncidentContract(LedgerRig rig)
        : base(rig)
    {
    }

    [Fact]
    public void RecordIncident_OpenAndLaterRecovered_IsReadBackAsItWasLast()
    {
        LegUnderTest run = Rig.Begin();

        run.RecordIncident(Died.Open(LossCause.Unresponsive));
        Assert.Equal(IncidentOutcome.Open, Assert.Single(Rig.ReadIncidents(run.RunId)).Incident.Outcome);
        run.RecordIncident(Died.Recovered(LossCause.TabLost));

        StoredIncident stored = Assert.Single(Rig.ReadIncidents(run.RunId));
        Assert.Equal((run.RunId, run.Epoch), (stored.RunId, stored.Epoch));
        Assert.Equivalent(Died.Recovered(LossCause.TabLost), stored.Incident, strict: true);
        Assert.Equal(1, Assert.Single(Rig.ReadSummary(run.RunId).Incidents, told => told.Key == "TabLost").Value);
        Assert.Empty(run.Check());
    }

    /// <summary>A record that somebody gave up waiting for comes all the same: after the one that followed it.</summary>
    [Fact]
    public void RecordIncident_WithoutItsOutcomeAfterIt_ChangesNothing()
    {
        LegUnderTest run = Rig.Begin();
        run.RecordIncident(Died.Recovered(LossCause.TabLost));

        run.RecordIncident(Died.Open(LossCause.Unresponsive));

        Assert.Equivalent(Died.Recovered(LossCause.TabLost), Assert.Single(Rig.ReadIncidents(run.RunId)).Incident, strict: true);
    }

    [Fact]
    public void RecordIncident_OfSeveralGenerationsAndLegs_AreApartAndTheNewestComesFirst()
    {
        LegUnderTest first = Rig.Begin();
        first.RecordIncident(Died.Recovered(LossCause.TabLost, generation: 1));
        first.RecordIncident(Died.Recovered(LossCause.BrowserExited, generation: 2));
        LegUnderTest second = Rig.Begin();
        second.RecordIncident(Died.Open(LossCause.TabLost, generation: 1));
        LegUnderTest other = Rig.Begin("another");

        Assert.Equal(
            [(2L, 1, LossCause.TabLost), (1L, 2, LossCause.BrowserExited), (1L, 1, LossCause.TabLost)],
            Rig.ReadIncidents(second.RunId).Select(stored => (stored.Epoch, stored.Incident.Generation, stored.Incident.Cause)));
        Assert.Equal((2, 1), (second.ReadSummary().Incidents["TabLost"], second.ReadSummary().Incidents["BrowserExited"]));
        Assert.Empty(Rig.ReadIncidents(other.RunId));
        Assert.Empty(other.ReadSummary().Incidents);
    }
}
