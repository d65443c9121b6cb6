namespace Holdfast.Testing;

/// <summary>What a scripted session lets its callers drive when the test does not care.</summary>
/// <param name="Launch">The ordinal of the launch, from 1.</param>
public sealed record ScriptedTab(int Launch);
