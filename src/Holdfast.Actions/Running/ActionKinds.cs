namespace Holdfast.Actions;

/// <summary>Which leg carries out an action: one for each kind.</summary>
internal static class ActionKinds
{
    /// <exception cref="ArgumentException">The action is of a kind that cannot be run.</exception>
    public static Func<LegRun, CancellationToken, Task<RunStoppedException?>> LegOf(IAction action) => action switch
    {
        IGather gather => (run, stop) => GatherAsync(gather, run, stop),
        ISend send => (run, stop) => new SendLeg(send, run).RunAsync(stop),
        PlainAction plain => (run, stop) => new PlainLeg(plain, run).RunAsync(stop),
        _ => throw new ArgumentException($"Action '{action.Name}' is of a kind that cannot be run.", nameof(action)),
    };

    private static async Task<RunStoppedException?> GatherAsync(IGather gather, LegRun run, CancellationToken stop)
    {
        using GatherLeg leg = new(new GatherRun(run, gather));
        return await leg.RunAsync(stop).ConfigureAwait(false);
    }
}
