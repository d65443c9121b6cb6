namespace Holdfast.Actions.Tests.Engine;

public sealed class LedgerLoginLimitTests
{
    /// <summary>A run may close its ledger while its session logs in.</summary>
    [Fact]
    public async Task Refused_RunIsOverBesideIt_IsKeptAllTheSame()
    {
        using LedgerFixture files = new();
        SqliteRunLedgerStore store = new(files.Time);
        LedgerLoginLimit limit = new(static () => new LoginAccount("https://site.test/\nann"), store.LoginsOf(files.Path), files.Time);
        IRunLedger run = await store.BeginLegAsync(files.Path, "gather", site: null);
        using IDisposable attached = limit.Attach(run);
        await limit.RefusedAsync();
        await run.DisposeAsync();

        await limit.RefusedAsync();

        Assert.NotNull(await limit.HeldUntilAsync());
    }
}
