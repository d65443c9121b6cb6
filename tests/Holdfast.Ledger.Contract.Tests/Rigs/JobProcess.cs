using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Holdfast.Ledger.Sqlite;

namespace Holdfast.Ledger.Contract.Tests;

/// <summary>This test program started a second time, to be killed. Each line that it writes acknowledges what the ledger has answered.</summary>
/// <remarks>It hands arrays to the ledger: a collection of a type that the compiler makes in this module would wait, on the ledger's thread, for the module's
/// initializer to end, which is this job.</remarks>
internal sealed class JobProcess : IDisposable
{
    public const string Action = "job";

    private const string Variable = "HOLDFAST_CONTRACT_JOB";

    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(30);

    private static readonly Dictionary<string, Func<IRunLedgerStore>> s_stores = new()
    {
        [SqliteRig.Name] = () => new SqliteRunLedgerStore(TimeProvider.System),
    };

    private readonly Process _process;

    private JobProcess(Process process) => _process = process;

    public static JobProcess Start(JobRole role, LedgerRig rig)
    {
        string program = $"Holdfast.Ledger.Contract.Tests{(OperatingSystem.IsWindows() ? ".exe" : "")}";
        ProcessStartInfo start = new(Path.Combine(AppContext.BaseDirectory, program))
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        start.Environment[Variable] = $"{role} {rig.Kind} {rig.Ledger}";
        return new JobProcess(Process.Start(start)!);
    }

    /// <summary>The next line that it wrote; null when it has ended and everything was read.</summary>
    public async Task<string?> ReadLineAsync() => await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask()
        .WaitAsync(s_deadline, TimeProvider.System, TestContext.Current.CancellationToken);

    /// <summary>Ends it as the kernel would: no handler of its own runs. Only this one process, by its id.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

#pragma warning disable CA2255 // The entry point belongs to the test framework; this runs before it.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void RunInsteadOfTests()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } order)
        {
            return;
        }

        Environment.SetEnvironmentVariable(Variable, null);
        string[] words = order.Split(' ', 3);
        LegUnderTest leg = new(s_stores[words[1]]().BeginLegAsync(words[2], Action, site: null, opened: null).GetAwaiter().GetResult());
        Console.WriteLine($"epoch {leg.Epoch}");
        switch (Enum.Parse<JobRole>(words[0]))
        {
            case JobRole.Gather:
                GatherForEver(leg);
                break;
            case JobRole.Send:
                SendForEver(leg);
                break;
            default:
                CountForEver(leg);
                break;
        }
    }

    private static void GatherForEver(LegUnderTest leg)
    {
        int next = leg.ListingPosition.NextCursor is { } cursor ? int.Parse(cursor, CultureInfo.InvariantCulture) : 1;
        for (; ; next++)
        {
            leg.PlanPage(Listed.Page(next, next + 1, [.. Enumerable.Range(0, 10).Select(item => Listed.Item($"{next}-{item}"))]), null);
            Console.WriteLine($"page {next}");
            while (leg.ReadPending(0, 5) is { Count: > 0 } batch)
            {
                leg.CommitBatch(batch.Select(item => Listed.Whole(item.Key)).ToArray(), Listed.First, null);
                Console.WriteLine("items " + string.Join(' ', batch.Select(item => item.Key)));
            }
        }
    }

    private static void SendForEver(LegUnderTest leg)
    {
        EffectPosition plan = leg.Ledger.ReadEffectPositionAsync().GetAwaiter().GetResult();
        int page = plan.Cursor is { } cursor ? int.Parse(cursor, CultureInfo.InvariantCulture) : 1;
        for (; ; page++)
        {
            while (leg.NextEffect() is { } effect)
            {
                leg.BeginEffects(new long[] { effect.Id });
                Console.WriteLine($"begun {effect.Key}");
                leg.SettleEffects(new EffectResult(effect.Id, EffectEvent.Confirmed, "sent"));
                Console.WriteLine($"confirmed {effect.Key}");
            }

            string next = (page + 1).ToString(CultureInfo.InvariantCulture);
            leg.PlanEffects(
                page == 1 ? null : page.ToString(CultureInfo.InvariantCulture),
                new PlannedPage(Enumerable.Range(0, 10).Select(effect => new PlannedEffect($"{page}-{effect}", "{}")).ToArray(), next));
        }
    }

    private static void CountForEver(LegUnderTest leg)
    {
        long done = leg.ReadCheckpoint().Value is { } value ? long.Parse(value, CultureInfo.InvariantCulture) : 0;
        while (true)
        {
            done++;
            leg.SaveCheckpoint(done.ToString(CultureInfo.InvariantCulture), done);
            Console.WriteLine($"saved {done}");
        }
    }
}
