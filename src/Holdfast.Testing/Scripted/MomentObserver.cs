using System.Runtime.ExceptionServices;
using Holdfast.Actions;

namespace Holdfast.Testing;

/// <summary>Counts the moments of a run that the runner tells of. Thread safe.</summary>
internal sealed class MomentObserver(MomentScript moments) : ICommitObserver
{
    private ExceptionDispatchInfo? _failure;

    /// <inheritdoc/>
    public void Committing(CommitKind kind) => moments.Happened(kind switch
    {
        CommitKind.Plan => ScriptedMoment.Plan,
        CommitKind.Attempt => ScriptedMoment.Begin,
        _ => ScriptedMoment.Commit,
    });

    /// <inheritdoc/>
    public void Observe(RunEvent happened)
    {
        if (MomentOf(happened) is not { } moment)
        {
            return;
        }

        try
        {
            moments.Happened(moment);
        }
        catch (Exception exception)
        {
            // The run goes on; the test must see it all the same.
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
        }
    }

    /// <summary>Throws what the test's own code threw first.</summary>
    public void ThrowIfFailed() => _failure?.Throw();

    private static ScriptedMoment? MomentOf(RunEvent happened) => happened switch
    {
        BatchCommitted { Generation: > 0 } or ProgressSaved { IsCheckpoint: true } => ScriptedMoment.Committed,
        EffectsPlanned => ScriptedMoment.Planned,
        EffectChanged { State: EffectState.Sending } => ScriptedMoment.Begun,
        EffectChanged => ScriptedMoment.Committed,
        _ => null,
    };
}
