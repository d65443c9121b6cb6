namespace Holdfast;

/// <summary>What can be seen of a login whose hook failed. A site that refused it and one that is slow look the same for a while, so it is looked at
/// twice.</summary>
/// <param name="IsAtLoginPage">True when the browser shows the login page, after a hook that did something there.</param>
/// <param name="Identity">Who the site says we are; null when it was not asked, or could not say.</param>
internal sealed record LoginLook(bool IsAtLoginPage, Identity? Identity)
{
    /// <summary>From the first look to the second: a login that the site answers within it is a slow one.</summary>
    public static readonly TimeSpan Apart = TimeSpan.FromSeconds(20);

    /// <summary>The same after a hook that has returned: a click may return before the browser has begun to leave the page.</summary>
    public static readonly TimeSpan ApartAfterReturn = TimeSpan.FromSeconds(2);

    /// <summary>True when the site may have refused the login: both looks must say so.</summary>
    public bool LooksRefused => IsAtLoginPage && Identity is { Kind: IdentityKind.Visitor };
}
