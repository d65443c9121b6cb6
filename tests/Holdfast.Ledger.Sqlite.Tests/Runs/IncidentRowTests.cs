namespace Holdfast.Ledger.Sqlite.Tests;

public sealed class IncidentRowTests : IDisposable
{
    private readonly LedgerFixture _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void RecordIncident_Twice_KeepsOneRowWithTheLaterWords()
    {
        using RunLedger ledger = _files.Open();
        RunAccount run = LedgerFixture.Begin(ledger);
        IncidentRow incident = new(new GenerationStamp(0, 3), "BrowserExited", _files.Time.GetUtcNow(), 4, 0, 17, null, "{}");
        run.RecordIncident(incident);
        run.RecordIncident(incident with { Symptoms = 9, Outcome = "recovered" });
        run.RecordIncident(incident with { Generation = new GenerationStamp(1, 3), Cause = "LoggedOut" });
        Assert.Equal(2, ledger.ReadIncidents().Count);
        Assert.Contains(ledger.ReadIncidents(), i => i.Row == incident with { Symptoms = 9, Outcome = "recovered" });
        Assert.Equal(1, ledger.ReadSummary(run.RunId).Incidents["LoggedOut"]);
    }

    /// <summary>A record that somebody gave up waiting for comes all the same: after the one that followed it.</summary>
    [Fact]
    public void RecordIncident_WithoutItsOutcomeAfterIt_ChangesNothing()
    {
        using RunLedger ledger = _files.Open();
        RunAccount run = LedgerFixture.Begin(ledger);
        IncidentRow ended = new(new GenerationStamp(0, 3), "BrowserExited", _files.Time.GetUtcNow(), 4, 9, 17, "Recovered", "{}");
        run.RecordIncident(ended);
        run.RecordIncident(ended with { Cause = "TabLost", Outcome = null });
        Assert.Equal(ended, Assert.Single(ledger.ReadIncidents()).Row);
    }

    /// <summary>Another program may have written it, or a later version of this one.</summary>
    [Theory]
    [InlineData("{}", "")]
    [InlineData("no JSON", "")]
    [InlineData("null", "")]
    [InlineData("[]", "")]
    [InlineData("""{"firstSymptom":"401","evidence":"none"}""", "401")]
    [InlineData("""{"firstSymptom":"401","evidence":[null,{"offset":"00:00:01"}],"steps":[null]}""", "401")]
    public void Incident_OfAnotherProgram_IsReadAsFarAsItGoes(string detail, string symptom)
    {
        StoredIncident stored = new(1, 1, new IncidentRow(new GenerationStamp(0, 3), "SolarFlare", _files.Time.GetUtcNow(), 4, 9, 17, "Recovered", detail));

        Incident incident = stored.Incident;
        Assert.Equal((3, symptom, IncidentOutcome.Recovered, 4), (incident.Generation, incident.FirstSymptom, incident.Outcome, incident.InFlight));
        Assert.False(Enum.IsDefined(incident.Cause));
        Assert.Empty(incident.Evidence);
        Assert.Empty(incident.Steps);
        Assert.Throws<FormatException>(stored.ToScript);
    }
}
