namespace Holdfast.Actions;

/// <summary>Bounds a list or plan whose pages show nothing and always lead on: it would be read for ever.</summary>
/// <param name="what">Whose pages they are.</param>
internal sealed class EmptyPages(string what)
{
    // A filter of the site's own may leave some pages empty.
    private const int Most = 100;

    private int _inARow;

    /// <summary>A page was read.</summary>
    /// <param name="isEmpty">True when it shows nothing and leads on.</param>
    /// <exception cref="RunStoppedException">It is one too many in a row.</exception>
    public void Saw(bool isEmpty)
    {
        _inARow = isEmpty ? _inARow + 1 : 0;
        if (_inARow > Most)
        {
            throw new RunStoppedException(
                RunEnd.ListingIncomplete,
                $"{what} gave {_inARow} pages in a row that show nothing and lead on. Give null as the next page where it ends");
        }
    }
}
