namespace Holdfast.Actions;

/// <content>Whether a page shows anything that earlier pages did not.</content>
public sealed partial class RunAccount
{
    /// <summary>True when the page has an entry, key and version, that no page of the same reading has had. Costs a look for each entry up to the first such
    /// one.</summary>
    internal bool ShowsMore(PageListing page) => _db.Read("compare a list page", () => page.Items.Any(item => _db.Sql(
        """
        SELECT 1 FROM listings l JOIN pages p ON p.id = l.page_id
        WHERE l.run_id = $run AND l.key = $key AND l.fingerprint IS $fingerprint AND p.pass = $pass LIMIT 1
        """)
        .Scalar(RunId, item.Key, item.Fingerprint, page.Pass) is null));

    /// <summary>True when the page has an effect that no page of this run's plan has had.</summary>
    internal bool PlansMore(PlannedPage page) => _db.Read("compare a page of the plan", () => page.Effects.Any(effect => _db.Sql(
        "SELECT 1 FROM effect_listings l JOIN effect_pages p ON p.id = l.page_id WHERE l.run_id = $run AND l.key = $key AND p.carried = 0 LIMIT 1")
        .Scalar(RunId, effect.Key) is null));
}
