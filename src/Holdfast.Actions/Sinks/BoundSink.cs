namespace Holdfast.Actions;

/// <summary>A sink as the runner sees it: records are JSON.</summary>
internal abstract record BoundSink(string Name);
