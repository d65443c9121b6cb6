namespace Holdfast.Actions;

/// <summary>One leg of an action: it goes on where the ledger says that the one before ended.</summary>
internal interface ILeg
{
    /// <summary>Runs until everything is done, a stop is asked for, or nothing more can be done.</summary>
    /// <param name="stop">Nothing new is begun; what is in flight has <see cref="RunSettings.DrainTimeout"/> to be committed.</param>
    /// <returns>Why it ended early; null when it did not.</returns>
    Task<RunStoppedException?> RunAsync(CancellationToken stop);
}
