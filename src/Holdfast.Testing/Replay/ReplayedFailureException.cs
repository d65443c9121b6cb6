using System.Diagnostics.CodeAnalysis;

namespace Holdfast.Testing;

/// <summary>A call's failure as a script has it.</summary>
[SuppressMessage("Design", "CA1064:Exceptions should be public", Justification = "Never leaves the replay.")]
internal sealed class ReplayedFailureException(string message, LossCause? cause) : Exception(message)
{
    public LossCause? Cause { get; } = cause;
}
