namespace Holdfast.Ledger;

/// <summary>A pause that the site asked for, as a leg notes it.</summary>
/// <param name="Endpoint">Which calls wait: those to an endpoint, or to a host. With the leg's epoch and the number it names the row.</param>
/// <param name="Number">Its ordinal among the endpoint's pauses in that leg, from 1.</param>
/// <param name="Status">The status code of the answer that asked for it.</param>
/// <param name="AskedAt">When it was asked for, by the wall clock; kept to the millisecond.</param>
/// <param name="Until">When the calls go on, by the wall clock; kept to the millisecond.</param>
/// <param name="Sent">Calls that were let through in the window before it; 0 when the site did not say that they were too many.</param>
/// <param name="Window">How long that window was; kept to the millisecond.</param>
/// <param name="PerMinute">The learned pace in calls a minute; null when nothing was learned.</param>
internal sealed record PauseRow(
    string Endpoint, int Number, int Status, DateTimeOffset AskedAt, DateTimeOffset Until, long Sent, TimeSpan Window, double? PerMinute);
