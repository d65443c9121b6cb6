namespace Holdfast.Ledger;

/// <summary>An item that waits to be fetched.</summary>
/// <param name="Id">Its number in the ledger; rises in planning order.</param>
/// <param name="Key">What identifies the record on the site.</param>
/// <param name="Fingerprint">The newest fingerprint that the list showed; null when it shows none.</param>
/// <param name="PayloadJson">The entry's payload, as planned.</param>
/// <param name="Attempts">Outcomes committed for it so far in this run, in any leg. Deaths do not count.</param>
/// <param name="Deaths">How many sessions died while it was in flight, since it last had an outcome.</param>
/// <param name="SoloDeaths">How many of them while nothing else was in flight.</param>
internal sealed record PlannedItem(
    long Id, string Key, string? Fingerprint, string PayloadJson, int Attempts, int Deaths = 0, int SoloDeaths = 0);
