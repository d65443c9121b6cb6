namespace Holdfast.Browsers;

/// <summary>What became of a session's processes.</summary>
/// <param name="Killed">The ids that were killed.</param>
/// <param name="Clean">False when something still ran at the limit.</param>
internal sealed record ProcessEnd(IReadOnlyCollection<int> Killed, bool Clean);
