namespace Holdfast;

/// <summary>The judgement of one failure.</summary>
/// <param name="Kind">What the failure says about the session.</param>
/// <param name="Cause">The cause of death, or what it would be if the suspicion is confirmed; null unless <paramref name="Kind"/> is
/// <see cref="VerdictKind.Dead"/> or <see cref="VerdictKind.Suspected"/>.</param>
/// <param name="Rule">The rule that matched, such as <c>row 3: invalid session id</c>; empty when none did.</param>
public sealed record Verdict(VerdictKind Kind, LossCause? Cause = null, string Rule = "")
{
    /// <summary>No rule matched.</summary>
    public static Verdict None { get; } = new(VerdictKind.None);
}
