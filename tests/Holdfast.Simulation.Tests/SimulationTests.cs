using System.Globalization;

namespace Holdfast.Simulation.Tests;

/// <summary>Whole runs in a world of faults: each keeps every promise.</summary>
/// <remarks><c>HOLDFAST_SIMULATION_SEED</c> is the first seed, <c>HOLDFAST_SIMULATION_RUNS</c> how many there are.</remarks>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int MostFailures = 5;

    [Fact]
    public async Task Run_FaultsOfASeed_EveryPromiseIsKept()
    {
        int first = Number("HOLDFAST_SIMULATION_SEED", 1);
        int count = Number("HOLDFAST_SIMULATION_RUNS", 500);
        List<string> failures = [];
        for (int seed = first; seed < first + count && failures.Count < MostFailures; seed++)
        {
            await using Simulation simulation = new(seed);
            IReadOnlyList<string> broken = await BrokenAsync(simulation);
            if (broken.Count > 0)
            {
                failures.Add($"Seed {seed}: {string.Join("; ", broken)}. To run it again: HOLDFAST_SIMULATION_SEED={seed} HOLDFAST_SIMULATION_RUNS=1");
                output.WriteLine($"{failures[^1]}\n{string.Join('\n', simulation.Trace)}");
            }
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    private static async Task<IReadOnlyList<string>> BrokenAsync(Simulation simulation)
    {
        try
        {
            return await simulation.RunAsync();
        }
        catch (Exception exception)
        {
            return [string.Join(" | ", exception.ToString().Split('\n').Take(6))];
        }
    }

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
