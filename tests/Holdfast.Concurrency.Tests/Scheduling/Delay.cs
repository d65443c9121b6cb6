using System.Globalization;

namespace Holdfast.Concurrency.Tests;

/// <summary>One preemption: the thread that comes to a place as the n-th is held there.</summary>
/// <param name="Place">The source file and line, or the name of a step.</param>
/// <param name="Ordinal">Which arrival, from 1.</param>
/// <param name="Points">Until so many other points were passed; 0: until everybody else waits.</param>
internal sealed record Delay(string Place, int Ordinal, int Points)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Place}#{Ordinal}+{Points}");

    public static Delay Parse(string text)
    {
        string[] parts = text.Split('#', '+');
        return new Delay(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture), int.Parse(parts[2], CultureInfo.InvariantCulture));
    }
}
