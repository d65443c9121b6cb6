using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Holdfast.Actions.Tests;

/// <summary>This test program started a second time, to be killed. What it does is named by an environment variable.</summary>
public sealed class HelperProcess : IDisposable
{
    private const string Variable = "HOLDFAST_TEST_HELPER";

    private readonly Process _process;

    private HelperProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public static HelperProcess Start(string role, string ledger)
    {
        var start = new ProcessStartInfo(Path.Combine(
            AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "Holdfast.Actions.Tests.exe" : "Holdfast.Actions.Tests"))
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        start.Environment[Variable] = $"{role} {ledger}";
        return new HelperProcess(Process.Start(start)!);
    }

    /// <summary>The next line it wrote; null when it has ended and everything was read.</summary>
    public async Task<string?> ReadLineAsync() =>
        await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask()
            .WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, TestContext.Current.CancellationToken);

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
        var (role, path) = (order[..order.IndexOf(' ', StringComparison.Ordinal)], order[(order.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
        switch (role)
        {
            case "commit":
                CommitForEver(path);
                break;
            case "lock":
                HoldLock(path);
                break;
            default:
                throw new InvalidOperationException(order);
        }
        Environment.Exit(0);
    }

    /// <summary>Plans pages of ten and commits batches of five; every line is an acknowledgement.</summary>
    private static void CommitForEver(string path)
    {
        using var ledger = RunLedger.Open(path, LedgerAccess.ReadWrite, TimeProvider.System);
        var run = ledger.BeginLeg("gather", LegOwner.Current());
        var next = run.ListingPosition.NextCursor is { } cursor ? int.Parse(cursor, CultureInfo.InvariantCulture) : 1;
        Console.WriteLine($"epoch {run.Epoch}");
        for (; ; next++)
        {
            run.PlanPage(
                LedgerFixture.Page(next, next + 1, [.. Enumerable.Range(0, 10).Select(i => LedgerFixture.Item($"{next}-{i}"))]), null);
            Console.WriteLine($"page {next}");
            while (run.ReadItems(ItemState.Pending, 0, 5) is { Count: > 0 } batch)
            {
                run.CommitBatch([.. batch.Select(i => LedgerFixture.Whole(i.Key))], LedgerFixture.First, null);
                Console.WriteLine("items " + string.Join(' ', batch.Select(i => i.Key)));
            }
        }
    }

    private static void HoldLock(string path)
    {
        using var held = RunLock.Acquire(path, "gather", TimeProvider.System);
        // A child outlives its parent; it must not keep the lock.
        using var child = OperatingSystem.IsWindows() ? null : Process.Start(new ProcessStartInfo("sleep", "30") { RedirectStandardOutput = true });
        Console.WriteLine($"locked {child?.Id}");
        Console.ReadLine();
        child?.Kill();
    }
}
