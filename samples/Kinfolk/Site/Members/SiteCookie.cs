namespace Kinfolk.Site;

/// <summary>A cookie that the site sets, sent exactly as written: no encoding.</summary>
internal sealed record SiteCookie(string Name, string Value, string Attributes)
{
    public string Header => Name + "=" + Value + "; " + Attributes;

    public string Removal => Name + "=; Path=/; Max-Age=0";
}
