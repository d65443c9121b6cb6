using System.Globalization;
using System.Runtime.CompilerServices;
using Holdfast.Ledger.Sqlite;

namespace Holdfast.Ledger.Contract.Tests;

/// <summary>The jobs of this test program's second start. Each line that one writes acknowledges what the ledger has answered.</summary>
/// <remarks>What it hands to the ledger are arrays: see <see cref="GatherJob"/>.</remarks>
internal static class JobProcess
{
    public const string Action = "job";

    private const string Variable = "HOLDFAST_CONTRACT_JOB";

    private static readonly Dictionary<string, Func<IRunLedgerStore>> s_stores = new()
    {
        [SqliteRig.Name] = () => new SqliteRunLedgerStore(TimeProvider.System),
    };

    private static readonly JobLimit s_limit = new();

    public static KillableProcess Start(JobRole role, LedgerRig rig) => KillableProcess.Start(Variable, $"{role} {rig.Kind} {rig.Ledger}");

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
        IRunLedgerStore store = s_stores[words[1]]();
        switch (Enum.Parse<JobRole>(words[0]))
        {
            case JobRole.Gather:
                GatherJob.Run(Begin(store, words[2]).Ledger, s_limit);
                break;
            case JobRole.Send:
                Send(Begin(store, words[2]));
                break;
            case JobRole.Count:
                Count(Begin(store, words[2]));
                break;
            case JobRole.Finish:
                Finish(store, words[2]);
                break;
            default:
                HoldLock(store, words[2]);
                break;
        }

        Environment.Exit(0);
    }

    private static LegUnderTest Begin(IRunLedgerStore store, string ledger)
    {
        LegUnderTest leg = new(store.BeginLegAsync(ledger, Action, site: null).GetAwaiter().GetResult());
        s_limit.Acknowledge($"epoch {leg.Epoch}");
        return leg;
    }

    private static void Send(LegUnderTest leg)
    {
        int page = leg.EffectPosition.Cursor is { } cursor ? int.Parse(cursor, CultureInfo.InvariantCulture) : 1;
        for (; !s_limit.IsReached; page++)
        {
            while (leg.NextEffect() is { } effect)
            {
                leg.BeginEffects(new long[] { effect.Id });
                s_limit.Acknowledge($"begun {effect.Key}");
                leg.SettleEffects(new EffectResult(effect.Id, EffectEvent.Confirmed, "sent"));
                s_limit.Acknowledge($"confirmed {effect.Key}");
            }

            string[] keys = Enumerable.Range(0, 10).Select(effect => $"{page}-{effect}").ToArray();
            leg.PlanEffects(
                page == 1 ? null : page.ToString(CultureInfo.InvariantCulture),
                Listed.Effects((page + 1).ToString(CultureInfo.InvariantCulture), keys));
        }
    }

    private static void Count(LegUnderTest leg)
    {
        long done = leg.ReadCheckpoint().Value is { } value ? long.Parse(value, CultureInfo.InvariantCulture) : 0;
        while (!s_limit.IsReached)
        {
            done++;
            leg.SaveCheckpoint(done.ToString(CultureInfo.InvariantCulture), done);
            s_limit.Acknowledge($"saved {done}");
        }
    }

    private static void Finish(IRunLedgerStore store, string ledger)
    {
        while (!s_limit.IsReached)
        {
            LegUnderTest leg = Begin(store, ledger);
            leg.FinishRun();
            s_limit.Acknowledge($"finished {leg.RunId}");
            leg.Ledger.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static void HoldLock(IRunLedgerStore store, string ledger)
    {
        using IDisposable held = store.Lock(ledger, Action);
        s_limit.Acknowledge("locked");

        // Until it is killed, or its parent is gone.
        Console.ReadLine();
    }
}
