namespace Holdfast.Actions;

/// <summary>Bounds a list or plan whose pages show nothing and always lead on: it would be read for ever.</summary>
internal static class EmptyPages
{
    /// <summary>How many in a row are read: a filter of the site's own may leave some pages empty.</summary>
    public const int Most = 100;

    /// <summary>Says so.</summary>
    /// <param name="what">Whose pages they are.</param>
    public static RunStoppedException Stop(string what) => new(
        RunEnd.ListingIncomplete,
        $"{what} gave {Most + 1} pages in a row that show nothing and lead on. Give null as the next page where it ends");
}
