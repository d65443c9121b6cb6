namespace Holdfast.Actions;

/// <summary>Bounds a list or plan whose pages show nothing new and always lead on: it would be read for ever.</summary>
/// <remarks>New is what this reading has not shown before: a list that is read again is known, and has an end.</remarks>
/// <param name="what">Whose pages they are.</param>
/// <param name="most">How many in a row are read.</param>
internal sealed class EmptyPages(string what, int most)
{
    private int _inARow;

    /// <summary>A page was read.</summary>
    /// <param name="isEmpty">True when it shows nothing new and leads on.</param>
    /// <param name="commit">Keeps the page. One that meets the session's death throws: the page is read again then, and counts once.</param>
    /// <returns>What the commit gave back.</returns>
    /// <exception cref="RunStoppedException">It is one too many in a row. The page stays unread, so that a start with a larger bound goes on there.</exception>
    public T Saw<T>(bool isEmpty, Func<T> commit)
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

        T committed = commit();
        _inARow = inARow;
        return committed;
    }
}
