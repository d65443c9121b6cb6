namespace Holdfast.Concurrency.Tests;

/// <summary>What the scenarios' sessions let their callers drive.</summary>
internal sealed record Tab(int Launch);
