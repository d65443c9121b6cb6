namespace Holdfast.Actions;

/// <summary>Stops a run whose site fails while its session lives: so many failures in a row, without one success.</summary>
/// <remarks>
/// <para>Thread safe. An item's own failure, such as a forbidden record, counts as an answer of the site. List pages do not count: they
/// have attempts of their own, and a list that answers says nothing about records that do not come.</para>
/// <para>Items that the site failed are held until it is known whose fault it was: a success that began afterwards makes them failed items,
/// while a run that stops leaves them pending. What began before they failed says nothing: it may be the last answer before an outage.</para>
/// </remarks>
internal sealed class CriticalFailurePolicy(int threshold)
{
    private readonly Lock _lock = new();
    private List<(long At, ItemOutcome Item)> _held = [];
    private long _now;
    private int _inARow;

    /// <summary>A moment, for work that begins now.</summary>
    public long Now
    {
        get
        {
            lock (_lock)
            {
                return _now;
            }
        }
    }

    /// <summary>True while items wait for a verdict.</summary>
    public bool Holds
    {
        get
        {
            lock (_lock)
            {
                return _held.Count > 0;
            }
        }
    }

    /// <summary>The site answered.</summary>
    /// <param name="began">When the work began that it answered, by <see cref="Now"/>.</param>
    /// <returns>The items held before that, now the caller's to commit; none once the threshold was reached.</returns>
    public IReadOnlyList<ItemOutcome> Success(long began)
    {
        lock (_lock)
        {
            if (_inARow >= threshold)
            {
                return [];
            }

            _inARow = 0;
            ItemOutcome[] released = [.. _held.Where(held => held.At <= began).Select(held => held.Item)];
            _held = [.. _held.Where(held => held.At > began)];
            return released;
        }
    }

    /// <summary>The site failed.</summary>
    /// <param name="failures">How often.</param>
    /// <returns>True when the run must stop.</returns>
    public bool Failure(int failures = 1)
    {
        lock (_lock)
        {
            // Never below the threshold again: a late success does not bring a stopped run back.
            _inARow = (int)Math.Min((long)_inARow + failures, int.MaxValue);
            return _inARow >= threshold;
        }
    }

    /// <summary>Keeps items that the site failed.</summary>
    public void Hold(IEnumerable<ItemOutcome> items)
    {
        lock (_lock)
        {
            _now++;
            _held.AddRange(items.Select(item => (_now, item)));
        }
    }

    /// <summary>Keeps items that <see cref="Success"/> gave and that could not be committed. Whose fault they were is known: the next success gives them
    /// again, whenever it began.</summary>
    public void TakeBack(IEnumerable<ItemOutcome> items)
    {
        lock (_lock)
        {
            _held.AddRange(items.Select(item => (0L, item)));
        }
    }
}
