namespace Holdfast;

/// <summary>Ends what jobs of an adapter left behind when they were killed. Registered as a service by adapters; there may be several.</summary>
/// <remarks>Only what a record of ours names, whose job is gone, is ended. A browser that Holdfast did not start is never touched.</remarks>
public interface IOrphanSweeper
{
    /// <summary>Sweeps once.</summary>
    /// <param name="cancellationToken">Ends the sweep between two sessions.</param>
    /// <returns>The orphaned sessions that were found; empty when there were none.</returns>
    Task<IReadOnlyList<SweptOrphan>> SweepAsync(CancellationToken cancellationToken);
}
