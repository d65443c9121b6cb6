namespace Holdfast.Actions;

/// <summary>Is told what happens in runs, when it happens: for a display, a dashboard, a count of one's own. Registered as a service; there may be
/// several, and each is told of the runs of every session.</summary>
/// <remarks>
/// <para>What is told has happened and stands in the ledger; it cannot be changed any more. What counts is there: an event says when it is worth a
/// look.</para>
/// <para>It is called on the thread on which it happens, by several threads at once when several things happen at once, so it must be thread safe and
/// quick: it must not block, and hands on what takes longer. An exception of an observer hurts no run and no other observer; the first one is
/// logged, later ones are not.</para>
/// </remarks>
public interface IRunObserver
{
    /// <summary>Something happened.</summary>
    /// <param name="happened">What: <see cref="RunBegan"/>, <see cref="PagePlanned"/>, <see cref="ListFinished"/>, <see cref="BatchCommitted"/>,
    /// <see cref="EffectsPlanned"/>, <see cref="EffectChanged"/>, <see cref="ProgressSaved"/>, <see cref="IncidentRecorded"/>,
    /// <see cref="SuspensionRecorded"/>, <see cref="PauseRecorded"/>, <see cref="RunStopping"/> or <see cref="RunEnded"/>. There may be more in time: pass over
    /// what you do not know.</param>
    void Observe(RunEvent happened);
}
