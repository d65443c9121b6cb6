namespace Holdfast.Simulation.Tests;

/// <summary>A seed is the whole of a run: what it does once it does each time, whatever the machine does beside it.</summary>
public sealed class ReplayTests
{
    private const int Replays = 100;

    [Fact]
    public async Task Run_SameSeedsInAnotherProcess_EachGoesTheSameWay()
    {
        SimulationOrder order = new(1, 100, 1, SimulationShow.Ways);
        IReadOnlyList<string>[] printed = await Task.WhenAll(RunAsync(order), RunAsync(order));

        Assert.Equal(Ways(printed[0]), Ways(printed[1]));
        Assert.Equal(100, Ways(printed[0]).Distinct().Count());
    }

    [Fact]
    public async Task Run_FailureThatDependsOnTheOrder_ComesAgainInEveryReplay()
    {
        string[] failures = Failures(await RunAsync(new SimulationOrder(1, 60, 1, SimulationShow.Careless | SimulationShow.Ways)));
        Assert.InRange(failures.Length, 1, 59);
        int seed = int.Parse(failures[0].Split(' ', ':')[1], System.Globalization.CultureInfo.InvariantCulture);

        SimulationOrder again = new(seed, Replays / 2, 0, SimulationShow.Careless | SimulationShow.Ways);
        string[] replayed = [.. (await Task.WhenAll(RunAsync(again), RunAsync(again))).SelectMany(lines => lines)];

        Assert.Equal(Enumerable.Repeat(failures[0], Replays), Failures(replayed));
        Assert.Single(Ways(replayed).Distinct());
    }

    private static Task<IReadOnlyList<string>> RunAsync(SimulationOrder order) => SimulationProcess.RunAsync(order, TestContext.Current.CancellationToken);

    private static string[] Failures(IEnumerable<string> lines) => [.. lines.Where(line => line.StartsWith("Seed ", StringComparison.Ordinal))];

    private static string[] Ways(IEnumerable<string> lines) => [.. lines.Where(line => line.StartsWith("Way ", StringComparison.Ordinal))];
}
