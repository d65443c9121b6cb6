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

    /// <summary>They are committed; nothing of it was delivered.</summary>
    Committed,

    /// <summary>They are delivered; it is not written down.</summary>
    Delivered,
}

/// <summary>A job with both kinds of sinks, as a process of its own that kills itself. Browser and site are scripted.</summary>
public sealed class SinkJob
{
    public const int Entries = 60;

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
                    Path.Combine(order[3], "inbox"), records.Select(record => $"{record.Key} {record.Version} {record.Record.Value}"), CancellationToken.None);
                if (kill == SinkKill.Delivered && ++deliveries == number)
                {
                    Die();
                }
            },
        };
        run.Configure = holdfast =>
        {
            holdfast.Services.AddSingleton(inbox);
            holdfast.AddRecordSink<GatherNumbers, KeptTable>().AddRecordSink<GatherNumbers, KeptInbox>();
        };
        RunReport report = await run.RunAsync(new GatherNumbers(version));
        Assert.Equal((RunEnd.Completed, (string?)null), (report.End, report.Reason));
        Assert.Empty(report.Mismatches);
    }

    private static void Die()
    {
        Process.GetCurrentProcess().Kill();
        using ManualResetEvent never = new(initialState: false);
        never.WaitOne();
    }

    /// <summary>Gathers numbers out of the air.</summary>
    private sealed class GatherNumbers(int version) : GatherAction<int, Kept>
    {
        public override string Name => "numbers";

        public override Task<ListPage<int>> ListAsync(GatherContext context, string? cursor, CancellationToken cancellationToken) =>
            Task.FromResult(new ListPage<int>(
                [.. Enumerable.Range(1, Entries).Select(number => new ListedItem<int>($"n{number:000}", $"v{version}", number))], null, Entries));

        public override Task<IReadOnlyList<Fetched<Kept>>> FetchAsync(
            GatherContext context, IReadOnlyList<ListedItem<int>> batch, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<Fetched<Kept>>>(
                [.. batch.Select(item => Fetched.Whole(item.Key, new Kept(item.Key, (item.Value * 1000) + version)))]);
    }
}
