namespace Holdfast.Actions;

/// <summary>Where a sync reads on.</summary>
/// <param name="Since">The watermark of the last completed run at this site; null when there is none yet, and everything is to be read.</param>
/// <param name="Cursor">Null for the first page, else the <see cref="SyncPage{TItem}.Next"/> of the page before, perhaps given in an earlier
/// life of the program.</param>
public sealed record SyncPosition(string? Since, string? Cursor);
