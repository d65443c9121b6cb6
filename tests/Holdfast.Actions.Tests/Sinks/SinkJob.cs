using System.Diagnostics;
using System.Globalization;
using Holdfast.Actions.Tests.Running;
using Holdfast.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Actions.Tests.Sinks;

/// <summary>Where the job dies.</summary>
public enum SinkKill
{
    /// <summary>Nowhere.</summary>
    None,

    /// <summary>The user's rows and the ledger's are written, and not committed.</summary>
    InTransaction,

    /// <summary>The same, where a list page says what is gone.</summary>
    InPage,

    /// <summary>They are committed; nothing of it was delivered.</summary>
    Committed,

    /// <summary>They are delivered; it is not written down.</summary>
    Delivered,
}

/// <summary>A job with both kinds of sinks, as a process of its own that kills itself. Browser and site are scripted.</summary>
public sealed class SinkJob
{
    public const int Entries = 60;

    /// <summary>From this version on, every second record is gone: a sync of the same records says so, page by page.</summary>
    public const int Shrunk = 3;

    private const int PageSize = 20;

    private const string Order = "HOLDFAST_TEST_SINK";

    /// <summary>Starts the job: this test program, running the one test below.</summary>
    /// <param name="folder">Holds the ledger <c>job.ledger</c> and the text file <c>inbox</c>, a line for each delivery.</param>
    /// <param name="kill">Where it dies.</param>
    /// <param name="number">How often it must have been there before.</param>
    /// <param name="version">The version of every record on the site.</param>
    public static Process Start(string folder, SinkKill kill, int number, int version)
    {
        ProcessStartInfo start = new(Path.Combine(AppContext.BaseDirectory, "Holdfast.Actions.Tests"))
        {
            ArgumentList = { "-noLogo", "-noColor", "-explicit", "only", "-method", $"{typeof(SinkJob).FullName}.{nameof(Run_OnOrders_Gathers)}" },
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.Environment[Order] = $"{kill} {number} {version} {folder}";
        start.Environment["TMPDIR"] = folder;
        return Process.Start(start)!;
    }

    [Fact(Explicit = true)]
    public async Task Run_OnOrders_Gathers()
    {
        string[] order = Environment.GetEnvironmentVariable(Order)!.Split(' ', 4);
        SinkKill kill = Enum.Parse<SinkKill>(order[0]);
        int number = int.Parse(order[1], CultureInfo.InvariantCulture);
        int version = int.Parse(order[2], CultureInfo.InvariantCulture);
        using ScriptedSite nowhere = new(static _ => null);
        await using ScriptedRun run = new(nowhere);
        run.Settings.LedgerPath = Path.Combine(order[3], "job.ledger");
        run.Settings.BatchSize = 5;
        int deliveries = 0;
        if (kill == SinkKill.InTransaction)
        {
            run.At(ScriptedMoment.Commit, number, Die);
        }
        else if (kill == SinkKill.Committed)
        {
            run.At(ScriptedMoment.Committed, number, Die);
        }

        KeptTable table = new();
        int removals = 0;
        table.Then = (records, _, _) =>
        {
            if (kill == SinkKill.InPage && records.Any(record => record.Change == RecordChange.Removed) && ++removals == number)
            {
                Die();
            }
        };
        KeptInbox inbox = new()
        {
            First = async (records, _) =>
            {
                if (kill == SinkKill.Committed)
                {
                    // So that something is owed when it dies.
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None);
                }

                await File.AppendAllLinesAsync(
                    Path.Combine(order[3], "inbox"),
                    records.Select(record => $"{record.Key} {record.Version} {(record.IsRemoved ? "gone" : record.Record.Value)}"),
                    CancellationToken.None);
                if (kill == SinkKill.Delivered && ++deliveries == number)
                {
                    Die();
                }
            },
        };
        run.Configure = holdfast =>
        {
            holdfast.Services.AddSingleton(table);
            holdfast.Services.AddSingleton(inbox);
            holdfast.AddRecordSink<GatherNumbers, KeptTable>().AddRecordSink<GatherNumbers, KeptInbox>();
            holdfast.AddRecordSink<SyncNumbers, KeptTable>().AddRecordSink<SyncNumbers, KeptInbox>();
        };
        RunReport report = await run.RunAsync(version < Shrunk ? new GatherNumbers(version) : new SyncNumbers(version));
        Assert.Equal((RunEnd.Completed, (string?)null), (report.End, report.Reason));
        Assert.Empty(report.Mismatches);
    }

    private static void Die()
    {
        Process.GetCurrentProcess().Kill();
        using ManualResetEvent never = new(initialState: false);
        never.WaitOne();
    }

    private static Fetched<Kept> Fetch(ListedItem<int> item, int version) => Fetched.Whole(item.Key, new Kept(item.Key, (item.Value * 1000) + version));

    private static ListedItem<int> List(int number, int version) => new($"n{number:000}", $"v{version}", number);

    /// <summary>Gathers numbers out of the air.</summary>
    private sealed class GatherNumbers(int version) : GatherAction<int, Kept>
    {
        public override string Name => "numbers";

        public override Task<ListPage<int>> ListAsync(GatherContext context, string? cursor, CancellationToken cancellationToken) =>
            Task.FromResult(new ListPage<int>(
                [.. Enumerable.Range(1, Entries).Select(number => List(number, version))], null, Entries));

        public override Task<IReadOnlyList<Fetched<Kept>>> FetchAsync(
            GatherContext context, IReadOnlyList<ListedItem<int>> batch, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<Fetched<Kept>>>([.. batch.Select(item => Fetch(item, version))]);
    }

    /// <summary>Goes on with them.</summary>
    private sealed class SyncNumbers(int version) : SyncAction<int, Kept>
    {
        public override string Name => "numbers";

        public override bool IsNewestFirst => false;

        public override Task<SyncPage<int>> ListAsync(GatherContext context, SyncPosition position, CancellationToken cancellationToken)
        {
            int first = int.Parse(position.Cursor ?? "1", CultureInfo.InvariantCulture);
            ListedItem<int>[] page = [.. Enumerable.Range(first, PageSize).Select(number => List(number, version))];
            return Task.FromResult(new SyncPage<int>(
                [.. page.Where(item => item.Value % 2 == 1)],
                first + PageSize <= Entries ? (first + PageSize).ToString(CultureInfo.InvariantCulture) : null,
                Removed: [.. page.Where(item => item.Value % 2 == 0).Select(item => item.Key)]));
        }

        public override Task<IReadOnlyList<Fetched<Kept>>> FetchAsync(
            GatherContext context, IReadOnlyList<ListedItem<int>> batch, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<Fetched<Kept>>>([.. batch.Select(item => Fetch(item, version))]);
    }
}
