namespace Kinfolk.Site;

/// <summary>The switches as they stand.</summary>
/// <param name="DelayMs">Service delay.</param>
/// <param name="Face">How the API answers who is not logged in.</param>
/// <param name="ExpireAtRequest">API requests until all sessions end; 0: not armed.</param>
/// <param name="RotateCsrfEvery">Accepted POSTs after which a session's token changes; 0: never.</param>
/// <param name="Total">Matches in the list.</param>
/// <param name="Faults">Armed faults with the counts that are left.</param>
/// <param name="Front">What stands in front of the site.</param>
public sealed record SiteSettings(
    int DelayMs,
    LoggedOutFace Face,
    int ExpireAtRequest,
    int RotateCsrfEvery,
    int Total,
    IReadOnlyList<FaultRule> Faults,
    FrontPage Front = FrontPage.None);
