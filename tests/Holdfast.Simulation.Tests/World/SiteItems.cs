using System.Globalization;

namespace Holdfast.Simulation.Tests;

/// <summary>What a site has: items in a list, which come, change and go.</summary>
/// <remarks>Not thread safe.</remarks>
internal sealed class SiteItems
{
    private readonly FaultPlan _plan;
    private readonly int _pageSize;
    private readonly List<string> _keys = [];
    private readonly Dictionary<string, int> _versions = [];
    private readonly List<(int Number, string Key)> _changes = [];
    private readonly string? _poison;
    private int _shakes;

    public SiteItems(FaultPlan plan, bool hasPoison)
    {
        _plan = plan;
        _pageSize = 1 + plan.Number("page size", 10);
        _poison = hasPoison && plan.Number("poison", 8) == 0 ? "k-1" : null;
        for (int item = 1 + plan.Number("items", 20); item >= 1; item--)
        {
            Set(string.Create(CultureInfo.InvariantCulture, $"k-{item}"), 1);
        }
    }

    /// <summary>The key of an item, or message, that kills each session that asks for it; null for none.</summary>
    public string? Poison => _poison;

    /// <summary>The keys in the list.</summary>
    public IReadOnlyList<string> Keys => [.. _keys.Where(key => _versions[key] > 0)];

    public bool IsPoison(string request) => _poison is not null && (request == $"GET /item/{_poison}" || request == $"POST /send/{_poison}");

    /// <summary>What an item says; null when it is gone.</summary>
    public string? Text(string key) => _versions.GetValueOrDefault(key) is > 0 and var version ? $"text {version} of {key}" : null;

    /// <summary>A page of the list.</summary>
    public ListPageAnswer Page(int page)
    {
        IReadOnlyList<string> keys = Keys;
        Row[] rows = [.. keys.Skip((page - 1) * _pageSize).Take(_pageSize).Select(key => new Row(key, _versions[key], IsGone: false))];
        return new(rows, page * _pageSize < keys.Count ? page + 1 : null);
    }

    /// <summary>What is new, changed or gone, the newest first.</summary>
    /// <param name="query"><c>?since=N&amp;before=N</c>, both of which may be empty.</param>
    public ChangesAnswer Changes(string query)
    {
        int?[] bounds = [.. query.TrimStart('?').Split('&').Select(part => part.Split('=')[1]).Select(number =>
            number.Length > 0 ? int.Parse(number, CultureInfo.InvariantCulture) : (int?)null)];
        (int Number, string Key)[] newest = [.. _changes.GroupBy(change => change.Key).Select(changes => changes.Last())
            .Where(change => change.Number > (bounds[0] ?? 0) && change.Number < (bounds[1] ?? int.MaxValue))
            .OrderByDescending(change => change.Number)];
        (int Number, string Key)[] page = [.. newest.Take(_pageSize)];
        return new(
            [.. page.Select(change => new Row(change.Key, change.Number, _versions[change.Key] == 0))],
            newest.Length > page.Length ? page[^1].Number : null,
            _changes.Count);
    }

    /// <summary>Some items change, some go, some are new.</summary>
    /// <param name="goes">False when none may go.</param>
    public void Shake(bool goes)
    {
        int shake = ++_shakes;
        foreach (string key in Keys.Where(key => key != _poison))
        {
            switch (_plan.Number($"shake {key}", 6, shake))
            {
                case 0:
                    Set(key, _versions[key] + 1);
                    break;
                case 1 when goes:
                    Set(key, 0);
                    break;
            }
        }

        for (int more = _plan.Number("more", 4, shake); more > 0; more--)
        {
            Set(string.Create(CultureInfo.InvariantCulture, $"n-{shake}-{more}"), 1);
        }
    }

    private void Set(string key, int version)
    {
        if (_versions.TryAdd(key, version))
        {
            _keys.Add(key);
        }

        _versions[key] = version;
        _changes.Add((_changes.Count + 1, key));
    }

    internal sealed record Row(string Key, int Version, bool IsGone);

    internal sealed record ListPageAnswer(Row[] Rows, int? Next);

    internal sealed record ChangesAnswer(Row[] Rows, int? Next, int Newest);
}
