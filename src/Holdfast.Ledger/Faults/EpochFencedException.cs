namespace Holdfast.Ledger;

/// <summary>A later leg has taken the run over, so this one may write nothing more. Nothing of the refused change was kept.</summary>
/// <remarks>Happens to a process that slept or hung while another copy resumed its run. It must stop.</remarks>
public sealed class EpochFencedException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="epoch">The epoch of the leg that tried to write.</param>
    /// <param name="currentEpoch">The run's epoch now.</param>
    public EpochFencedException(long runId, long epoch, long currentEpoch)
        : base($"Leg {epoch} of run {runId} was replaced by leg {currentEpoch}; what it tried to write was refused. This process must stop.")
    {
        RunId = runId;
        Epoch = epoch;
        CurrentEpoch = currentEpoch;
    }

    /// <summary>The run.</summary>
    public long RunId { get; }

    /// <summary>The epoch of the leg that tried to write.</summary>
    public long Epoch { get; }

    /// <summary>The run's epoch when the change was refused.</summary>
    public long CurrentEpoch { get; }
}
