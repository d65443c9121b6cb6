namespace Holdfast;

/// <summary>One observation that says a session is dead.</summary>
/// <param name="Cause">The cause that this observation names.</param>
/// <param name="Strength">How far it can be trusted to name the cause.</param>
/// <param name="Source">Where it was seen: a short, fixed name such as <c>pidfd</c>, <c>cdp-socket</c>, <c>call</c>, <c>who-am-i</c>.</param>
/// <param name="Detail">What was seen. Cleaned by <see cref="EvidenceText.Clean"/> before it is kept: one line, no control characters,
/// no query strings, at most 300 characters.</param>
public sealed record Evidence(LossCause Cause, EvidenceStrength Strength, string Source, string Detail);
