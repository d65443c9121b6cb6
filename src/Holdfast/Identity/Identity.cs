namespace Holdfast;

/// <summary>What the site answers when asked who we are.</summary>
/// <param name="Kind">Whether it knows us.</param>
/// <param name="Name">The member's name, null unless <paramref name="Kind"/> is <see cref="IdentityKind.Member"/>.</param>
/// <param name="Detail">What was answered, without secrets.</param>
public sealed record Identity(IdentityKind Kind, string? Name, string Detail)
{
    private static readonly TimeSpan s_shortestPause = TimeSpan.FromSeconds(1);

    /// <summary>How long the site wants to be left alone before the question is asked again; null (the default) when it did not say. At least
    /// 1 s: less is taken for that. Ignored unless <see cref="Kind"/> is <see cref="IdentityKind.Unknown"/>.</summary>
    /// <remarks>While a session is opened, such a pause is waited out: it is neither a failed attempt nor an outage.</remarks>
    public TimeSpan? AskAgainAfter
    {
        get;
        init => field = value < s_shortestPause ? s_shortestPause : value;
    }

    /// <summary>True when something else answered in the site's place, such as a maintenance page or a firewall: who we are could not be asked. Default:
    /// false. Ignored unless <see cref="Kind"/> is <see cref="IdentityKind.Unknown"/>.</summary>
    /// <remarks>It is waited for as a site that is down is, for <see cref="RecoveryOptions.SiteOutage"/> in all, and never answered with a login.</remarks>
    public bool IsBlocked { get; init; }

    /// <summary>True when something stood in front of the site, and was waited for: what was fetched before may be its own.</summary>
    internal bool WasBlocked { get; init; }

    /// <summary>True when the site had ended the login that was asked with, and knows a newer one: what was fetched before may be a visitor's.</summary>
    internal bool WasRenewed { get; init; }

    /// <summary>True when this proves nothing of what was fetched before.</summary>
    internal bool IsLate => WasBlocked || WasRenewed;

    /// <summary>The site knows us.</summary>
    /// <param name="name">The name it knows us by.</param>
    /// <returns>A member's identity.</returns>
    public static Identity Member(string name) => new(IdentityKind.Member, name, "known");

    /// <summary>The site takes us for a visitor.</summary>
    /// <param name="detail">What it answered, without secrets.</param>
    /// <returns>A visitor's identity.</returns>
    public static Identity Visitor(string detail) => new(IdentityKind.Visitor, null, detail);

    /// <summary>The site did not answer the question: no conclusion about the login.</summary>
    /// <param name="detail">What happened instead, without secrets.</param>
    /// <returns>An unknown identity.</returns>
    public static Identity Unknown(string detail) => new(IdentityKind.Unknown, null, detail);
}
