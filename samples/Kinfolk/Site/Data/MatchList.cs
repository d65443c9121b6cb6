namespace Kinfolk.Site;

/// <summary>The order of the matches, which shifts when matches arrive or leave at the front.</summary>
internal sealed class MatchList(int initial, int perPage)
{
    private readonly Lock _lock = new();
    private readonly HashSet<int> _removed = [];
    private readonly Dictionary<int, int> _revisions = [];
    private readonly List<ListShift> _armed = [];
    private int[] _order = [.. Enumerable.Range(1, initial)];
    private int _last = initial;

    public int Total => Volatile.Read(ref _order).Length;

    /// <summary>The page as of now. A shift armed for this page happens right after, so the next page already shows it.</summary>
    public MatchPage Page(int page)
    {
        lock (_lock)
        {
            long skip = (page - 1L) * perPage;
            int[] items = skip >= _order.Length
                ? []
                : _order.AsSpan((int)skip, Math.Min(perPage, _order.Length - (int)skip)).ToArray();
            MatchPage answer = new(
                page,
                (_order.Length + perPage - 1) / perPage,
                _order.Length,
                Array.ConvertAll(items, i => KinData.Item(i, RevisionNeedsLock(i))));
            foreach (ListShift due in _armed.FindAll(s => s.AtPage == page))
            {
                _armed.Remove(due);
                ApplyNeedsLock(due.Count);
            }

            return answer;
        }
    }

    public void Shift(ListShift shift)
    {
        lock (_lock)
        {
            if (shift.AtPage is null)
            {
                ApplyNeedsLock(shift.Count);
            }
            else
            {
                _armed.Add(shift);
            }
        }
    }

    /// <summary>Changes a match: its version and its note become new.</summary>
    public bool Touch(int index)
    {
        lock (_lock)
        {
            if (!ContainsNeedsLock(index))
            {
                return false;
            }

            _revisions[index] = RevisionNeedsLock(index) + 1;
            return true;
        }
    }

    /// <summary>The revision of a match that is in the list, or null.</summary>
    public int? Revision(string? id)
    {
        if (!KinData.TryParseId(id, out int index))
        {
            return null;
        }

        lock (_lock)
        {
            return ContainsNeedsLock(index) ? RevisionNeedsLock(index) : null;
        }
    }

    private bool ContainsNeedsLock(int index) => index >= 1 && index <= _last && !_removed.Contains(index);

    private int RevisionNeedsLock(int index) => _revisions.GetValueOrDefault(index);

    private void ApplyNeedsLock(int count)
    {
        if (count >= 0)
        {
            // The newest match comes first, as on the real site.
            Volatile.Write(ref _order, [.. Enumerable.Range(_last + 1, count).Reverse(), .. _order]);
            _last += count;
            return;
        }

        int gone = Math.Min(-count, _order.Length);
        _removed.UnionWith(_order[..gone]);
        Volatile.Write(ref _order, _order[gone..]);
    }
}
