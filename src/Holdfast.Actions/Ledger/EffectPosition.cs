namespace Holdfast.Actions;

/// <summary>Where the reading of a plan goes on.</summary>
/// <param name="IsAtEnd">True when its last page was read.</param>
/// <param name="Cursor">The cursor of the next page; null for the first.</param>
internal sealed record EffectPosition(bool IsAtEnd, string? Cursor)
{
    public static EffectPosition Of(LedgerConnection db, long run)
    {
        using var page = db.Sql("SELECT next_cursor FROM effect_pages WHERE run_id = $run AND carried = 0 ORDER BY number DESC LIMIT 1").Query(run);
        return page.Read() ? new(page.IsDBNull(0), page.Text(0)) : new(false, null);
    }
}
