using System.Diagnostics.CodeAnalysis;

namespace Holdfast;

/// <summary>A step of a recovery did not do what it should. Never leaves the manager except as an inner exception.</summary>
[SuppressMessage("Design", "CA1064:Exceptions should be public", Justification = "Callers see SessionUnavailableException.")]
internal sealed class StepFailedException(string step, string reason, Exception? inner = null, string? outage = null)
    : Exception($"{step}: {reason}", inner)
{
    public string Step { get; } = step;

    public string Reason { get; } = reason;

    /// <summary>Why the site was not waited for any longer, when it could not say who we are; null for every other failure.</summary>
    public string? Outage { get; } = outage;
}
