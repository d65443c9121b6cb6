namespace Holdfast.Testing.Tests;

/// <summary>Runs small programs in every possible order of their steps. What lies between two yields of a program is one atomic step.</summary>
internal static class Interleavings
{
    /// <summary>Tries every order.</summary>
    /// <param name="start">Makes the programs afresh, and what must hold when all have ended.</param>
    /// <returns>The first order in which it does not hold, as the programs' numbers; null when it always does. And how many were tried.</returns>
    public static (int[]? Bad, int Tried) Explore(Func<(IEnumerable<int>[] Programs, Func<bool> Holds)> start)
    {
        List<int> choices = [];
        for (int tried = 1; ; tried++)
        {
            (IEnumerable<int>[] programs, Func<bool> holds) = start();
            (int[] order, List<int> options) = Run(programs, choices);
            if (!holds())
            {
                return (order, tried);
            }

            // The next schedule: the last choice that has another option takes it; what comes after it begins anew.
            int last = options.Count - 1;
            while (last >= 0 && Choice(choices, last) + 1 >= options[last])
            {
                last--;
            }

            if (last < 0)
            {
                return (null, tried);
            }

            choices = [.. Enumerable.Range(0, last).Select(at => Choice(choices, at)), Choice(choices, last) + 1];
        }
    }

    private static int Choice(List<int> choices, int at) => at < choices.Count ? choices[at] : 0;

    private static (int[] Order, List<int> Options) Run(IEnumerable<int>[] programs, List<int> choices)
    {
        List<(int Number, IEnumerator<int> Steps)> running = [.. programs.Select((program, number) => (number, program.GetEnumerator()))];
        List<int> order = [];
        List<int> options = [];
        while (running.Count > 0)
        {
            int choice = Choice(choices, options.Count);
            options.Add(running.Count);
            (int number, IEnumerator<int> steps) = running[choice];
            order.Add(number);
            if (!steps.MoveNext())
            {
                running.RemoveAt(choice);
            }
        }

        return ([.. order], options);
    }
}
