using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Simulation.Tests;

/// <summary>Simulated runs, one after the other, in a process of their own. Prints a line for each that broke a promise.</summary>
internal static class SimulationWorker
{
    private const int MostFailures = 5;

    /// <summary>Where a process keeps its ledgers: what is written there costs no disk, and a disk's slowness is the plan's.</summary>
    public static string FolderOf(int process) => Path.Combine(
        Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(),
        string.Create(CultureInfo.InvariantCulture, $"holdfast-simulation.{process}"));

    /// <returns>The exit code: 1 when a promise was broken.</returns>
    public static int Run(string[] words)
    {
        SimulationOrder order = SimulationOrder.Parse(words);
        Turns.TakeOneThread();

        // A connection is used by one thread at a time: it needs no lock for each call, nor a count of what all of them have allocated.
        SQLitePCL.Batteries_V2.Init();
        _ = SQLitePCL.raw.sqlite3_config(SQLitePCL.raw.SQLITE_CONFIG_MULTITHREAD);
        _ = SQLitePCL.raw.sqlite3_config(SQLitePCL.raw.SQLITE_CONFIG_MEMSTATUS, 0);
        string folder = FolderOf(Environment.ProcessId);
        int failures = 0;
        int done = 0;
        try
        {
            for (; done < order.Count && (failures < MostFailures || order.Show != SimulationShow.None); done++)
            {
                failures += RunOne(order.First + (done * order.Step), folder, order.Show) ? 0 : 1;
            }
        }
        catch (StalledException exception)
        {
            // The thread is held, and so is all that could be cleared away.
            Console.WriteLine($"Seed {order.First + (done * order.Step)}: {exception.Message}");
            Environment.Exit(1);
        }
        finally
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        Console.WriteLine($"Runs {done}");
        return failures == 0 ? 0 : 1;
    }

    private static bool RunOne(int seed, string folder, SimulationShow show)
    {
        using Simulation simulation = new(seed, folder, show.HasFlag(SimulationShow.Careless));
        IReadOnlyList<string> broken = BrokenBy(simulation);
        if (show.HasFlag(SimulationShow.Ways))
        {
            Console.WriteLine($"Way {seed} {Hash(simulation.Trace)}");
        }

        if (broken.Count > 0)
        {
            Console.WriteLine(
                $"Seed {seed}: {string.Join("; ", broken)}. To run it again: HOLDFAST_SIMULATION_SEED={seed} HOLDFAST_SIMULATION_RUNS=1");
        }

        if (show.HasFlag(SimulationShow.Traces) || (broken.Count > 0 && show == SimulationShow.None))
        {
            Console.WriteLine(string.Join('\n', simulation.Trace));
        }

        return broken.Count == 0;
    }

    private static IReadOnlyList<string> BrokenBy(Simulation simulation)
    {
        try
        {
            return simulation.Run();
        }
        catch (Exception exception) when (exception is not StalledException)
        {
            return [string.Join(" | ", exception.ToString().Split('\n').Take(6))];
        }
    }

    private static string Hash(IReadOnlyList<string> trace) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', trace))).AsSpan(0, 8));
}
