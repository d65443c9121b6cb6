using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Holdfast.Ledger.Sqlite.Tests;

/// <summary>What this test program does when it is started a second time.</summary>
internal static class HelperProcess
{
    private const string Variable = "HOLDFAST_TEST_HELPER";

    public static KillableProcess Start(string role, string ledger) => KillableProcess.Start(Variable, $"{role} {ledger}");

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
        (string? role, string? path) = (order[..order.IndexOf(' ', StringComparison.Ordinal)], order[(order.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
        switch (role)
        {
            case "commit":
                Gather(path);
                break;
            case "lock":
                HoldLock(path);
                break;
            default:
                throw new InvalidOperationException(order);
        }

        Environment.Exit(0);
    }

    private static void Gather(string path)
    {
        IRunLedger ledger = new SqliteRunLedgerStore(TimeProvider.System).BeginLegAsync(path, "gather", site: null).GetAwaiter().GetResult();
        JobLimit limit = new();
        limit.Acknowledge($"epoch {ledger.Writer.Epoch}");
        GatherJob.Run(ledger, limit);
    }

    private static void HoldLock(string path)
    {
        using RunLock held = RunLock.Acquire(path, "gather", TimeProvider.System);
        // A child outlives its parent; it must not keep the lock.
        using Process? child = OperatingSystem.IsWindows() ? null : Process.Start(new ProcessStartInfo("sleep", "30") { RedirectStandardOutput = true });
        Console.WriteLine($"locked {child?.Id}");
        Console.ReadLine();
        child?.Kill();
    }
}
