using System.Globalization;

namespace Holdfast.Simulation.Tests;

/// <summary>Whole runs in a world of faults: each keeps every promise.</summary>
/// <remarks><c>HOLDFAST_SIMULATION_SEED</c> is the first seed, <c>HOLDFAST_SIMULATION_RUNS</c> how many there are.</remarks>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int Processes = 2;

    [Fact]
    public async Task Run_FaultsOfASeed_EveryPromiseIsKept()
    {
        int first = Number("HOLDFAST_SIMULATION_SEED", 1);
        int count = Number("HOLDFAST_SIMULATION_RUNS", 2000);
        IReadOnlyList<string>[] printed = await Task.WhenAll(Enumerable.Range(0, Math.Min(Processes, count)).Select(process => SimulationProcess.RunAsync(
            new SimulationOrder(first + process, (count - process + Processes - 1) / Processes, Processes), TestContext.Current.CancellationToken)));

        string[] failures = [.. printed.SelectMany(lines => lines).Where(line => line.StartsWith("Seed ", StringComparison.Ordinal))];
        if (failures.Length > 0)
        {
            output.WriteLine(string.Join('\n', printed.SelectMany(lines => lines)));
        }

        Assert.True(failures.Length == 0, string.Join('\n', failures));
        Assert.Equal(count, printed.Sum(lines => int.Parse(lines[^1].AsSpan("Runs ".Length), CultureInfo.InvariantCulture)));
    }

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
