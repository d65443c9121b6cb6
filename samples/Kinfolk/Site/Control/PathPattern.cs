namespace Kinfolk.Site;

/// <summary>
/// Which requests a switch is about: a prefix of path and query (<c>/api/matches?page=12</c>), with a method before it if
/// wanted (<c>POST /api/notes</c>) and <c>$</c> after it if it is the whole (<c>/api/matches?page=1$</c>).
/// </summary>
internal sealed class PathPattern
{
    private readonly string? _method;
    private readonly string _target;
    private readonly bool _whole;

    public PathPattern(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Text = text;
        int space = text.IndexOf(' ', StringComparison.Ordinal);
        _method = space > 0 ? text[..space] : null;
        _whole = text.EndsWith('$');
        _target = text[(space + 1)..^(_whole ? 1 : 0)];
    }

    public string Text { get; }

    public bool Matches(string method, string target) =>
        (_method is null || _method == method)
        && (_whole ? target == _target : target.StartsWith(_target, StringComparison.Ordinal));
}
