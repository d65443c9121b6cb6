namespace Holdfast;

/// <summary>A session's manager, for callers that need not know the driver. Thread safe.</summary>
public interface ISessionManager : IAsyncDisposable
{
    /// <summary>The session's name.</summary>
    string Name { get; }

    /// <summary>A snapshot of the session's health, without asking anybody.</summary>
    SessionHealth Health { get; }

    /// <summary>True from the death of a generation until the next is published, and after giving up. One volatile read, no side effect.</summary>
    bool ShouldHalt { get; }

    /// <summary>True from the first failure that followed the first evidence of a death until the next generation is published.</summary>
    bool IsDeathCascade { get; }

    /// <summary>Waits for a living generation; the first call opens the session.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The current generation's lease.</returns>
    /// <exception cref="SessionUnavailableException">The manager gave up, or was closed.</exception>
    Task<SessionLease> LeaseAsync(CancellationToken cancellationToken = default);

    /// <summary>Asks browser and driver for a sign of life, past the command queue, within <see cref="SessionOptions.ProbeTimeout"/>.</summary>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <returns>The health, with the probe's answer in it.</returns>
    Task<SessionHealth> CheckHealthAsync(CancellationToken cancellationToken = default);
}
