namespace Holdfast.Actions;

/// <summary>Reads a page of a list or of a plan, with the attempts that it has.</summary>
/// <param name="settings">How long it may take, and how often it is tried.</param>
/// <param name="what">What it is, for the reason.</param>
internal abstract class PageWork<TPage, TPlanned>(RunSettings settings, string what) : LeasedWork<TPage, TPlanned>
{
    public sealed override TimeSpan Timeout => settings.BatchTimeout;

    /// <inheritdoc/>
    /// <exception cref="RunStoppedException">All attempts failed on living sessions; the last failure is its inner exception.</exception>
    public sealed override bool TakeFailure(WorkFailedException failure)
    {
        Log(Failures, failure.Message);
        return Failures < settings.ListAttempts ? true : throw new RunStoppedException(
            RunEnd.ListingIncomplete,
            $"{what} failed {Failures} times while the session is alive: {failure.Message}. It is read again when the run is started again",
            failure);
    }

    /// <summary>Tells of a failure: which attempt, and why.</summary>
    protected abstract void Log(int attempt, string reason);
}
