namespace Holdfast.Ledger.Sqlite;

/// <content>Whether a page shows anything that earlier pages did not. Inside the transaction that plans it, before it does.</content>
internal sealed partial class RunAccount
{
    /// <summary>True when the page has an entry, key and version, that no page of the same reading has had. Costs a look for each entry up to the first such
    /// one.</summary>
    private bool ShowsMore(PageListing page) => page.Items.Any(item => _db.Sql(
        """
        SELECT 1 FROM listings l JOIN pages p ON p.id = l.page_id
        WHERE l.run_id = $run AND l.key = $key AND l.fingerprint IS $fingerprint AND p.pass = $pass LIMIT 1
        """)
        .Scalar(RunId, item.Key, item.Fingerprint, page.Pass) is null);

    /// <summary>True when the page has an effect that no page of this run's plan has had.</summary>
    private bool PlansMore(PlannedPage page) => page.Effects.Any(effect => _db.Sql(
        "SELECT 1 FROM effect_listings l JOIN effect_pages p ON p.id = l.page_id WHERE l.run_id = $run AND l.key = $key AND p.carried = 0 LIMIT 1")
        .Scalar(RunId, effect.Key) is null);
}
