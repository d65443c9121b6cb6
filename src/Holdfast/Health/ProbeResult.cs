namespace Holdfast;

/// <summary>The answer of a probe that went past the command queue.</summary>
/// <param name="Alive">True when every layer that was asked answered.</param>
/// <param name="Detail">Which layer did not answer, or how long the answers took.</param>
public sealed record ProbeResult(bool Alive, string Detail)
{
    /// <summary>The layer that hangs; null when all answered, or when the adapter cannot tell.</summary>
    public SessionLayer? Stuck { get; init; }

    /// <summary>True when the layer that hangs is a process that was stopped: it is not busy, so it cannot come back by itself, and patience is
    /// pointless.</summary>
    public bool IsStopped { get; init; }

    /// <summary>True when the layer that hangs waited for a processor for much of the time: it may only be slow, and silence proves less. False (the
    /// default) when it did not, or when that cannot be told.</summary>
    public bool IsPressed { get; init; }

    /// <summary>How much of the time since the probe before went by while the layer that hangs wanted a processor and hardly got one: it could not have
    /// answered. Zero (the default) when it could, or when that cannot be told.</summary>
    public TimeSpan Starved { get; init; }
}
