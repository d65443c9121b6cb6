using Microsoft.Data.Sqlite;

namespace Holdfast.Ledger.Sqlite;

/// <summary>Derives where a listing stands from its newest page and the passes declared finished.</summary>
internal static class ListingReader
{
    public static ListingPosition Position(LedgerConnection db, long runId)
    {
        long finished = (long?)db.Sql("SELECT max(pass) FROM passes WHERE run_id = $run").Scalar(runId) ?? 0;
        using SqliteDataReader page = db.Sql("SELECT pass, next_cursor FROM pages WHERE run_id = $run ORDER BY number DESC LIMIT 1").Query(runId);
        if (!page.Read() || page.GetInt64(0) <= finished)
        {
            return finished == 0 ? new(ListingState.NotStarted, 0, null) : new(ListingState.Finished, (int)finished, null);
        }

        return new(page.IsDBNull(1) ? ListingState.AtEnd : ListingState.Open, page.GetInt32(0), page.Text(1));
    }

    /// <summary>What the site said last; null when it never said anything.</summary>
    public static long? SiteTotal(LedgerConnection db, long runId)
    {
        using SqliteDataReader last = db.Sql(
            """
            SELECT site_total FROM (
                SELECT pass, 1 AS final, 0 AS number, site_total FROM passes WHERE run_id = $run AND site_total IS NOT NULL
                UNION ALL
                SELECT pass, 0, number, site_total FROM pages WHERE run_id = $run AND site_total IS NOT NULL)
            ORDER BY pass DESC, final DESC, number DESC LIMIT 1
            """).Query(runId);
        return last.Read() ? last.Number(0) : null;
    }
}
