namespace Kinfolk.Site;

/// <summary>What stands in front of the whole site, the control API apart: nobody behind it has seen the request.</summary>
public enum FrontPage
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Every address redirects to a page that answers 200.</summary>
    Redirect,

    /// <summary>A firewall answers 403 to everything, with a page of its own.</summary>
    Forbid,
}
