namespace Holdfast.App;

/// <summary>How far the list was read.</summary>
internal sealed record RunListJson(string State, long Pages, int Passes, long? SiteTotal);
