namespace Holdfast;

/// <summary>The page that a browser shows, as far as a login is concerned.</summary>
/// <param name="Address">Its address; null when it has none that can be read.</param>
/// <param name="AsksForPassword">True when it shows a field for a password.</param>
public sealed record ShownPage(Uri? Address, bool AsksForPassword);
