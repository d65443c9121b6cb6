using System.Diagnostics.CodeAnalysis;

namespace Holdfast;

/// <summary>A step of a recovery did not do what it should. Never leaves the manager except as an inner exception.</summary>
[SuppressMessage("Design", "CA1064:Exceptions should be public", Justification = "Callers see SessionUnavailableException.")]
internal sealed class StepFailedException(string step, string reason, Exception? inner = null, FinalFailure? final = null)
    : Exception($"{step}: {reason}", inner)
{
    public string Step { get; } = step;

    public string Reason { get; } = reason;

    /// <summary>Why there is no further attempt; null when the next one may do better.</summary>
    public FinalFailure? Final { get; } = final;

    /// <summary>The end of all attempts that a hook's own fault is.</summary>
    public static StepFailedException Of(string step, HookFailedException fault) =>
        new(step, fault.Message, fault, new(FinalKind.HookFailed, "a hook of this program failed"));

    /// <summary>The same, as the end of all attempts.</summary>
    public StepFailedException AsFinal(FinalKind kind, string why) => new(Step, Reason, InnerException, new(kind, why));
}
