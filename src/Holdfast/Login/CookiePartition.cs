namespace Holdfast;

/// <summary>Where a partitioned cookie (CHIPS) belongs: it is sent only on pages of one top-level site.</summary>
/// <param name="TopLevelSite">The site whose pages the cookie is for, with its scheme and without a port, such as <c>https://example.com</c>.</param>
/// <param name="HasCrossSiteAncestor">True for a cookie that was set in a frame with a frame or page of another site above it.</param>
public sealed record CookiePartition(string TopLevelSite, bool HasCrossSiteAncestor);
