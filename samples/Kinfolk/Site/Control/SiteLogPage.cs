namespace Kinfolk.Site;

/// <summary>A part of the request log.</summary>
/// <param name="Next">Where to go on: the first sequence that is not in this part.</param>
/// <param name="More">Whether there was more at this moment.</param>
/// <param name="Entries">In order of arrival.</param>
public sealed record SiteLogPage(long Next, bool More, IReadOnlyList<SiteLogEntry> Entries);
