namespace Holdfast.Actions;

/// <summary>Bounds a list or plan whose pages show nothing new and always lead on: it would be read for ever.</summary>
/// <remarks>New is what this reading has not shown before: a list that is read again is known, and has an end.</remarks>
/// <param name="what">Whose pages they are.</param>
/// <param name="most">How many in a row are read.</param>
internal sealed class EmptyPages(string what, int most)
{
    private int _inARow;
    private int _admitted;

    /// <summary>Before a page is kept.</summary>
    /// <param name="isEmpty">True when it shows nothing new and leads on.</param>
    /// <exception cref="RunStoppedException">It is one too many in a row. The page stays unread, so that a start with a larger bound goes on there.</exception>
    public void Admit(bool isEmpty)
    {
        int inARow = isEmpty ? _inARow + 1 : 0;
        if (inARow > most)
        {
            throw new RunStoppedException(
                RunEnd.Misconfigured,
                $"{what} gave {inARow} pages in a row that show nothing new and lead on. Give null as the next page where it ends, or set MaxEmptyPages above "
                + $"{most} if it has so long a gap")
            {
                EndsListOnly = true,
            };
        }

        _admitted = inARow;
    }

    /// <summary>The page that was admitted last is kept. One that meets the session's death is read again, and counts once.</summary>
    public void Keep() => _inARow = _admitted;
}
