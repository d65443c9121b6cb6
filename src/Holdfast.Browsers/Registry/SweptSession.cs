namespace Holdfast.Browsers;

/// <summary>A session whose job had died, and what the sweep did about it.</summary>
/// <param name="Profile">The session's profile folder.</param>
/// <param name="EndedProcesses">The ids of the processes that were ended; empty when none was left.</param>
/// <param name="IsClean">True when no process is left and a fresh profile is deleted. Otherwise the next sweep tries again.</param>
public sealed record SweptSession(string Profile, IReadOnlyList<int> EndedProcesses, bool IsClean);
