using System.Diagnostics;

namespace Holdfast.Simulation.Tests;

/// <summary>Starts this program again, as a <see cref="SimulationWorker"/>: the runs need a pool of one thread, and the tests do not.</summary>
internal static class SimulationProcess
{
    /// <summary>Runs them to their end.</summary>
    /// <returns>What it printed, line by line.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(SimulationOrder order, CancellationToken cancellationToken)
    {
        string program = Path.Combine(AppContext.BaseDirectory, $"Holdfast.Simulation.Tests{(OperatingSystem.IsWindows() ? ".exe" : "")}");
        ProcessStartInfo start = new(program, ["simulate", .. order.Words]) { RedirectStandardOutput = true, UseShellExecute = false };

        // One thing happens at a time: to spin for another thread, or to collect beside one, would only take a processor from the tests beside it.
        start.Environment["DOTNET_PROCESSOR_COUNT"] = "1";
        start.Environment["DOTNET_gcConcurrent"] = "0";

        // It computes for a minute, and nobody writes to its code.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        using Process process = Process.Start(start)!;
        List<string> lines = [];
        try
        {
            while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            {
                lines.Add(line);
            }

            await process.WaitForExitAsync(cancellationToken);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }

            if (Directory.Exists(SimulationWorker.FolderOf(process.Id)))
            {
                Directory.Delete(SimulationWorker.FolderOf(process.Id), recursive: true);
            }
        }

        if (process.ExitCode is not (0 or 1))
        {
            lines.Add($"Seed {order.First}: the process of these runs ended with {process.ExitCode}");
        }

        return lines;
    }
}
