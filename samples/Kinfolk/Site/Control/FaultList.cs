namespace Kinfolk.Site;

/// <summary>The faults that are armed; the oldest that matches answers.</summary>
internal sealed class FaultList
{
    private readonly Lock _lock = new();
    private readonly List<Armed> _rules = [];
    private volatile bool _any;

    public void Add(FaultRule rule)
    {
        if (rule.Status is not 0 and (< 400 or > 599))
        {
            throw new ArgumentException("A fault's status is 0 (drop) or 400 to 599.", nameof(rule));
        }

        lock (_lock)
        {
            if (rule.Count != 0)
            {
                _rules.Add(new Armed(rule, new PathPattern(rule.Path)) { Left = rule.Count });
                _any = true;
            }
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _rules.Clear();
            _any = false;
        }
    }

    /// <summary>The fault that answers this request, used up by one, or null.</summary>
    public FaultRule? Take(string method, string target)
    {
        if (!_any)
        {
            return null;
        }

        lock (_lock)
        {
            Armed? armed = _rules.Find(r => r.Pattern.Matches(method, target));
            if (armed is { Left: > 0 } && --armed.Left == 0)
            {
                _rules.Remove(armed);
                _any = _rules.Count > 0;
            }

            return armed?.Rule;
        }
    }

    /// <summary>What is armed, with the counts that are left.</summary>
    public IReadOnlyList<FaultRule> All()
    {
        lock (_lock)
        {
            return [.. _rules.Select(r => r.Rule with { Count = r.Left })];
        }
    }

    private sealed class Armed(FaultRule rule, PathPattern pattern)
    {
        public FaultRule Rule => rule;

        public PathPattern Pattern => pattern;

        public int Left { get; set; }
    }
}
