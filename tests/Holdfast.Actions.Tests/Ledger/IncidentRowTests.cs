namespace Holdfast.Actions.Tests;

public sealed class IncidentRowTests : IDisposable
{
    private readonly LedgerFixture _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void RecordIncident_Twice_KeepsOneRowWithTheLaterWords()
    {
        using var ledger = _files.Open();
        var run = LedgerFixture.Begin(ledger);
        var incident = new IncidentRow(new GenerationStamp(0, 3), "BrowserExited", _files.Time.GetUtcNow(), 4, 0, 17, null, "{}");
        run.RecordIncident(incident);
        run.RecordIncident(incident with { Symptoms = 9, Outcome = "recovered" });
        run.RecordIncident(incident with { Generation = new GenerationStamp(1, 3), Cause = "LoggedOut" });
        Assert.Equal(2, ledger.ReadIncidents().Count);
        Assert.Contains(ledger.ReadIncidents(), i => i == new StoredIncident(run.RunId, 1, incident with { Symptoms = 9, Outcome = "recovered" }));
        Assert.Equal(1, ledger.ReadSummary(run.RunId).Incidents["LoggedOut"]);
    }

    /// <summary>A record that somebody gave up waiting for comes all the same: after the one that followed it.</summary>
    [Fact]
    public void RecordIncident_WithoutItsOutcomeAfterIt_ChangesNothing()
    {
        using var ledger = _files.Open();
        var run = LedgerFixture.Begin(ledger);
        var ended = new IncidentRow(new GenerationStamp(0, 3), "BrowserExited", _files.Time.GetUtcNow(), 4, 9, 17, "Recovered", "{}");
        run.RecordIncident(ended);
        run.RecordIncident(ended with { Cause = "TabLost", Outcome = null });
        Assert.Equal(ended, Assert.Single(ledger.ReadIncidents()).Incident);
    }
}
