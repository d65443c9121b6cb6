namespace Holdfast.App;

/// <summary>A wait that the site asked for, and that is not over.</summary>
/// <param name="Endpoint">Which calls wait.</param>
/// <param name="Status">The status code of the answer that asked for it.</param>
/// <param name="Until">When they go on, by the wall clock.</param>
/// <param name="Left">How long that is from now.</param>
/// <param name="Others">How many more endpoints wait, for no longer than this one.</param>
/// <param name="Identity">Tells it from other waits.</param>
internal sealed record ProgressPause(string Endpoint, int Status, DateTimeOffset Until, TimeSpan Left, int Others, string Identity)
{
    /// <summary>The longest of these.</summary>
    /// <param name="pauses">Pauses from the ledger.</param>
    /// <param name="now">The wall clock of now.</param>
    /// <returns>The wait; null when none is left.</returns>
    public static ProgressPause? Of(IEnumerable<StoredPause> pauses, DateTimeOffset now)
    {
        StoredPause[] running = [.. pauses.Where(pause => pause.LeftAt(now) > TimeSpan.Zero)];
        return running.MaxBy(pause => pause.Until) is { } longest
            ? new ProgressPause(
                longest.Endpoint,
                longest.Status,
                longest.Until,
                longest.LeftAt(now),
                running.Select(pause => pause.Endpoint).Distinct(StringComparer.Ordinal).Count() - 1,
                $"{longest.RunId} {longest.Epoch} {longest.Number} {longest.Endpoint}")
            : null;
    }
}
