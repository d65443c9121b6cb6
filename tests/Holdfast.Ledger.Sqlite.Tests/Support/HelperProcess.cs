using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Holdfast.Ledger.Sqlite.Tests;

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
            AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "Holdfast.Ledger.Sqlite.Tests.exe" : "Holdfast.Ledger.Sqlite.Tests"))
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
        IRunLedger ledger = new SqliteRunLedgerStore(TimeProvider.System).BeginLegAsync(path, "gather", site: null, opened: null).GetAwaiter().GetResult();
        JobLimit limit = new();
        limit.Acknowledge($"epoch {ledger.Writer.Epoch}");
        GatherJob.Run(ledger, limit);
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
