namespace Kinfolk.Site;

/// <summary>Where a member types the password.</summary>
public enum SignOn
{
    /// <summary>Into the site's own form.</summary>
    Form,

    /// <summary>On another host, to which the login page leads, and which leads back.</summary>
    Elsewhere,

    /// <summary>On another host, in a window that the login page opens and that closes itself.</summary>
    PopUp,
}
