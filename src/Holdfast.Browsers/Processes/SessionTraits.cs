namespace Holdfast.Browsers;

/// <summary>What tells a session's processes from all others.</summary>
/// <param name="Mark">The session's mark in command lines.</param>
/// <param name="Profile">Its profile folder.</param>
/// <param name="IsFresh">True when the profile was made for this session; a kept one may be opened by anybody.</param>
/// <param name="Since">When its record was made, in clock ticks since boot: none of them is older.</param>
/// <param name="Group">The process group that the driver leads; null until it is known.</param>
/// <param name="Programs">The files of driver and browser.</param>
/// <param name="IsStarted">True when <paramref name="Programs"/> are those that run; before, a script may have been named that starts another.</param>
internal sealed record SessionTraits(string Mark, string Profile, bool IsFresh, long Since, int? Group, IReadOnlyList<string> Programs, bool IsStarted);
