namespace Holdfast;

/// <summary>Which file it is, whatever name led to it: equal for one file, and for no two that exist at the same time.</summary>
/// <param name="Device">The disk; 0 where the system does not tell.</param>
/// <param name="Number">The file's number on it; its time of creation where the system does not tell.</param>
/// <param name="Path">Its path where nothing better is known, else null.</param>
internal readonly record struct FileIdentity(ulong Device, ulong Number, string? Path = null);
