namespace MediaWiki;

/// <summary>The wiki answered that it will not do what was asked.</summary>
internal sealed class WikiException(string code, string message) : Exception(message)
{
    /// <summary>The wiki's own code, such as <c>toomanyvalues</c>.</summary>
    public string Code { get; } = code;
}
