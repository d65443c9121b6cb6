namespace Holdfast.Tests;

/// <summary>What a scripted session lets its callers drive.</summary>
internal sealed record Gadget(int Launch);
