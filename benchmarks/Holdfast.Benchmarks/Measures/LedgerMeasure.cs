using System.Globalization;

namespace Holdfast.Benchmarks;

/// <summary>The ledger against the fastest way to write its rows.</summary>
internal sealed class LedgerMeasure : IMeasure
{
    private const int Records = 100_000;
    private const int Pairs = 5;

    public string Name => "ledger";

    public string What => string.Create(
        CultureInfo.InvariantCulture,
        $"{Records} new records in batches of {LedgerJob.BatchSize}, listed on pages of {LedgerJob.PageSize}: the ledger's records per second over "
        + $"those of prepared statements of Microsoft.Data.Sqlite that write the same rows in the same transactions, into the same tables with the "
        + $"same settings, and nothing else: no fence, no look at what is there, no comparison, no hash. {Pairs} pairs, each a process of its own, "
        + $"in changing order.");

    public async Task<IReadOnlyList<Metric>> RunAsync()
    {
        List<double> ours = [];
        List<double> bare = [];
        for (int pair = 0; pair < Pairs; pair++)
        {
            foreach (bool isOurs in pair % 2 == 0 ? (bool[])[true, false] : [false, true])
            {
                IReadOnlyList<double> said = await Child.InFolderAsync(
                    Work.NewFolder(), "ledger", isOurs ? "ours" : "bare", Records.ToString(CultureInfo.InvariantCulture));
                (isOurs ? ours : bare).Add(said[0]);
            }
        }

        return
        [
            Metric.Of("ratio", "", ours.Zip(bare, (our, their) => their / our)),
            Metric.Of("ledger", "records/s", ours.Select(seconds => Records / seconds)),
            Metric.Of("bare statements", "records/s", bare.Select(seconds => Records / seconds)),
        ];
    }
}
