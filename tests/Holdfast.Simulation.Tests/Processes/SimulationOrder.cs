using System.Globalization;

namespace Holdfast.Simulation.Tests;

/// <summary>What a process is to run.</summary>
/// <param name="First">The first seed.</param>
/// <param name="Count">How many runs there are.</param>
/// <param name="Step">From one seed to the next; 0 to run the same again and again.</param>
/// <param name="Show">What is printed, and of which action.</param>
internal sealed record SimulationOrder(int First, int Count, int Step, SimulationShow Show = SimulationShow.None)
{
    public IReadOnlyList<string> Words =>
        [.. new[] { First, Count, Step }.Select(number => number.ToString(CultureInfo.InvariantCulture)), Show.ToString()];

    public static SimulationOrder Parse(string[] words) => new(
        int.Parse(words[0], CultureInfo.InvariantCulture),
        int.Parse(words[1], CultureInfo.InvariantCulture),
        words.Length > 2 ? int.Parse(words[2], CultureInfo.InvariantCulture) : 1,
        words.Length > 3 ? Enum.Parse<SimulationShow>(words[3], ignoreCase: true) : SimulationShow.None);
}
