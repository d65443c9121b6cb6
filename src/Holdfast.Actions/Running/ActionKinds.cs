namespace Holdfast.Actions;

/// <summary>Which leg carries out an action: one for each kind.</summary>
internal static class ActionKinds
{
    /// <exception cref="ArgumentException">The action is of a kind that cannot be run.</exception>
    public static Func<LegRun, CancellationToken, Task<RunStoppedException?>> LegOf(IAction action) => action switch
    {
        IGather gather => (run, drain) => GatherAsync(gather, run, drain),
        ISend send => (run, drain) => new SendLeg(send, run).RunAsync(drain),
        PlainAction plain => (run, drain) => new PlainLeg(plain, run).RunAsync(drain),
        _ => throw new ArgumentException($"Action '{action.Name}' is of a kind that cannot be run.", nameof(action)),
    };

    private static async Task<RunStoppedException?> GatherAsync(IGather gather, LegRun run, CancellationToken drain)
    {
        using GatherLeg leg = new(new GatherRun(run, gather));
        return await leg.RunAsync(drain).ConfigureAwait(false);
    }
}
