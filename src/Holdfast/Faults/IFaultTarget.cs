namespace Holdfast;

/// <summary>One running session as something that can be hurt, for drills and conformance tests. Supplied by its adapter.</summary>
/// <remarks>Thread safe. Acts on processes of this session only, by id. Never used outside drills and tests.</remarks>
public interface IFaultTarget
{
    /// <summary>The faults that can be injected here.</summary>
    IReadOnlyCollection<FaultKind> Supported { get; }

    /// <summary>How many processes of the session are running, also after its end. Zero when nothing was left behind.</summary>
    int RunningProcesses { get; }

    /// <summary>Injects a fault. Returns when it is done, which may be after the session's death was noticed.</summary>
    /// <param name="fault">One of <see cref="Supported"/>.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A task that ends when the fault is in place.</returns>
    /// <exception cref="NotSupportedException">The fault cannot be injected here; the message says why.</exception>
    Task InjectAsync(FaultKind fault, CancellationToken cancellationToken);

    /// <summary>Lets what was stopped go on, and gives back what was taken, if it is still there. An injection that is still under way stops
    /// and takes nothing any more; later ones may.</summary>
    void Release();
}
