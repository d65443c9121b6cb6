namespace MediaWiki;

/// <summary>The wiki answered that it will not do what was asked.</summary>
internal sealed class WikiException(string code, string message) : Exception(message)
{
    /// <summary>The wiki's own code, such as <c>toomanyvalues</c>.</summary>
    public string Code { get; } = code;

    /// <summary>True when it is known that nothing was changed, and that asking again would not help.</summary>
    public bool IsForGood => Code is "protectedpage" or "protectedtitle" or "cascadeprotected" or "protectednamespace" or "protectednamespace-interface"
        or "permissiondenied" or "noedit" or "cantcreate" or "blocked" or "autoblocked" or "systemblocked" or "spamblacklist"
        or "titleblacklist-forbidden" or "abusefilter-disallowed" or "contenttoobig" or "invalidtitle" or "no-direct-editing";
}
