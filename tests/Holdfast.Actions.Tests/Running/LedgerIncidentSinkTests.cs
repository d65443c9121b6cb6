namespace Holdfast.Actions.Tests;

public sealed class LedgerIncidentSinkTests : IDisposable
{
    private readonly LedgerFixture _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Suspension_WhileARunIsUnderWay_IsKeptWithItsGeneration()
    {
        Suspension slept = new(_files.Time.GetUtcNow(), TimeSpan.FromMinutes(46), Asleep: true);
        LedgerIncidentSink sink = new();
        await using (IRunLedger ledger = await new SqliteRunLedgerStore(_files.Time).BeginLegAsync(_files.Path, "gather", site: null, opened: null))
        {
            sink.PointTo(ledger);
            await sink.RecordSuspensionAsync("main", 3, slept, TestContext.Current.CancellationToken);
            sink.PointTo(null);
            await sink.RecordSuspensionAsync("main", 4, slept, TestContext.Current.CancellationToken);
        }

        using RunLedger reader = _files.Open(LedgerAccess.Read);
        Assert.Equal(
            new StoredSuspension(1, 1, new SuspensionRow(new GenerationStamp(0, 3), slept.EndedAt, slept.Duration, true)),
            Assert.Single(reader.ReadSuspensions()));
    }
}
