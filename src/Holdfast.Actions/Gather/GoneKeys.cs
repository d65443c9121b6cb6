namespace Holdfast.Actions;

/// <summary>Remembers which keys a reading said are gone: the ledger keeps only those that it held.</summary>
internal sealed class GoneKeys
{
    // Flat in memory: what is forgotten counts as new once more.
    private const int Most = 100_000;

    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private int _pass;

    /// <summary>True when one of the keys is new to the reading.</summary>
    public bool ShowsMore(int pass, IReadOnlyList<string> keys) => keys.Any(key => pass != _pass || !_keys.Contains(key));

    /// <summary>The keys were shown, and that is committed.</summary>
    public void Add(int pass, IReadOnlyList<string> keys)
    {
        if (pass != _pass || _keys.Count > Most)
        {
            _keys.Clear();
            _pass = pass;
        }

        _keys.UnionWith(keys);
    }
}
