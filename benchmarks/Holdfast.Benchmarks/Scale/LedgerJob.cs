using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Holdfast.Benchmarks;

/// <summary>Writes one and the same account of new records, in a process of its own: as the ledger, or with nothing but statements. It says how many
/// seconds it took.</summary>
internal static class LedgerJob
{
    public const int PageSize = 100;
    public const int BatchSize = 20;

    private const int WarmUp = 2_000;

    /// <summary>The ledger.</summary>
    public static string Ours(string folder, int count)
    {
        _ = Write(Path.Combine(folder, "warm-up.db"), WarmUp);
        return Write(Path.Combine(folder, "ledger.db"), count).ToString(CultureInfo.InvariantCulture);

        static double Write(string path, int count)
        {
            using RunLedger ledger = RunLedger.Open(path, LedgerAccess.ReadWrite, TimeProvider.System);
            RunAccount run = ledger.BeginLeg("samples", LegOwner.Current());
            GenerationStamp generation = new(Session: 0, Number: 1);
            return Time(
                count,
                (page, next, samples) => run.PlanPage(
                    new PageListing(1, page, next, count, [.. samples.Select(sample => new ListedItem(sample.Id, "v1", Payload(sample)))], generation), null),
                batch => run.CommitBatch([.. batch.Select(sample => ItemOutcome.Whole(sample.Id, Json(sample), "v1"))], generation, null));
        }
    }

    /// <summary>Bare statements that write the same rows in the same transactions, into a file of the same kind.</summary>
    public static string Bare(string folder, int count)
    {
        _ = Write(Path.Combine(folder, "warm-up.db"), WarmUp);
        return Write(Path.Combine(folder, "bare.db"), count).ToString(CultureInfo.InvariantCulture);

        static double Write(string path, int count)
        {
            using (RunLedger ledger = RunLedger.Open(path, LedgerAccess.ReadWrite, TimeProvider.System))
            {
                ledger.BeginLeg("samples", LegOwner.Current());
            }

            using BareRows rows = new(path);
            return Time(
                count,
                (page, next, samples) => rows.WritePage(page, next, count, [.. samples.Select(sample => (sample.Id, Payload(sample)))]),
                batch => rows.WriteBatch([.. batch.Select(sample => (sample.Id, Json(sample)))]));
        }
    }

    private static double Time(int count, Action<string?, string?, Sample[]> plan, Action<Sample[]> commit)
    {
        long started = Stopwatch.GetTimestamp();
        for (int first = 1; first <= count; first += PageSize)
        {
            Sample[] page = [.. Enumerable.Range(first, Math.Min(PageSize, count - first + 1)).Select(Sample.Of)];
            plan(first == 1 ? null : Cursor(first), first + PageSize <= count ? Cursor(first + PageSize) : null, page);
            foreach (Sample[] batch in page.Chunk(BatchSize))
            {
                commit(batch);
            }
        }

        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static string Cursor(int first) => first.ToString(CultureInfo.InvariantCulture);

    private static string Payload(Sample sample) => sample.Number.ToString(CultureInfo.InvariantCulture);

    private static string Json(Sample sample) => JsonSerializer.Serialize(sample, JsonSerializerOptions.Web);
}
