namespace Holdfast.Actions;

/// <summary>Tells of one leg. Costs nothing while nobody observes. Thread safe.</summary>
/// <param name="observers">Whoever observes.</param>
/// <param name="run">Which run it is.</param>
internal sealed class RunEvents(RunObservers observers, RunKey run)
{
    public void Committing(CommitKind kind) => observers.Committing(kind);

    public void Began(bool isResumed) => Tell(isResumed, static (run, isResumed) => new RunBegan(run, isResumed));

    public void Planned(int items) => Tell(items, static (run, items) => new PagePlanned(run, items));

    public void ListFinished(long items, long? total) => Tell((items, total), static (run, list) => new ListFinished(run, list.items, list.total));

    public void Committed(int items, int generation) =>
        Tell((items, generation), static (run, batch) => new BatchCommitted(run, batch.items, batch.generation));

    public void EffectsPlanned(int effects) => Tell(effects, static (run, effects) => new EffectsPlanned(run, effects));

    public void EffectIs(EffectState state, string key) => Tell((key, state), static (run, effect) => new EffectChanged(run, effect.key, effect.state));

    public void Saved(RunProgress progress, bool isCheckpoint) =>
        Tell((progress, isCheckpoint), static (run, saved) => new ProgressSaved(run, saved.progress, saved.isCheckpoint));

    public void Recorded(Incident incident) => Tell(incident, static (run, incident) => new IncidentRecorded(run, incident));

    public void Recorded(Suspension suspension) => Tell(suspension, static (run, suspension) => new SuspensionRecorded(run, suspension));

    public void Recorded(StoredPause pause) => Tell(pause, static (run, pause) => new PauseRecorded(run, pause));

    public void Stopping(int? inFlight) => Tell(inFlight, static (run, inFlight) => new RunStopping(run, inFlight));

    public void Ended(RunEnd? end, string? reason) => Tell((end, reason), static (run, how) => new RunEnded(run, how.end, how.reason));

    private void Tell<T>(T what, Func<RunKey, T, RunEvent> make)
    {
        if (observers.Any)
        {
            observers.Tell(make(run, what));
        }
    }
}
