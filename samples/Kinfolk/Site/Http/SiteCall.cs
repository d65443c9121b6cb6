namespace Kinfolk.Site;

/// <summary>One request on its way through a handler.</summary>
/// <param name="Http">The request.</param>
/// <param name="Session">The caller's live session, or null.</param>
internal sealed record SiteCall(HttpContext Http, MemberSession? Session)
{
    public string? Query(string name) => Http.Request.Query[name];

    public string? Route(string name) => (string?)Http.Request.RouteValues[name];
}
