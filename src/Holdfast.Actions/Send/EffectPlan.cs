namespace Holdfast.Actions;

/// <summary>Reads the plan of a send action page by page.</summary>
internal sealed class EffectPlan(ISend action, LegRun run)
{
    private readonly EmptyPages _empty = new("the plan", run.Settings.MaxEmptyPages);

    /// <summary>Reads the next page and plans it.</summary>
    /// <returns>False when there was none.</returns>
    public async Task<bool> ReadOnAsync(StopSignal stop)
    {
        EffectPosition position = await run.Ledger.ReadEffectPositionAsync().ConfigureAwait(false);
        if (position.IsAtEnd)
        {
            return false;
        }

        if (!await run.Work.DoAsync(new PlanPageWork(action, run, position.Cursor, _empty), stop).ConfigureAwait(false))
        {
            throw new RunStoppedException(
                RunEnd.ListingIncomplete,
                $"pagination loop: page '{EvidenceText.Clean(position.Cursor ?? "first")}' of the plan leads back to one that was read already. "
                + "Fix PlanAsync, then run the same command");
        }

        return true;
    }
}
