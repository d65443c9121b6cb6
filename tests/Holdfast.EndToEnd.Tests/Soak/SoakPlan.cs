namespace Holdfast.EndToEnd.Tests;

/// <summary>Chooses the faults of a soak. The same seed and number give the same plan, so that a soak can be taken up again.</summary>
internal static class SoakPlan
{
    private const int FewestItems = 5;
    private const int MostItems = 60;

    /// <summary>
    /// Every kind in turn, each turn in an order of its own. The job is ended in the first third only, so that one process lives through all the
    /// rest, and its memory and handles tell something.
    /// </summary>
    public static IReadOnlyList<SoakStep> Choose(int seed, int faults)
    {
        Random random = new(seed);
        List<SoakStep> steps = [];
        while (steps.Count < faults)
        {
            SoakFault[] turn = [.. Enum.GetValues<SoakFault>().Where(fault => steps.Count < faults / 3 || !fault.EndsTheJob())];
            random.Shuffle(turn);
            steps.AddRange(turn.Select(fault => new SoakStep(fault, random.Next(FewestItems, MostItems))));
        }

        return steps[..faults];
    }
}
