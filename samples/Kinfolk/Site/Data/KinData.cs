using System.Globalization;

namespace Kinfolk.Site;

/// <summary>
/// The site's data as pure functions of a match's index and revision, so that a test can compare a gathered record with
/// <see cref="Record"/> without asking the site.
/// </summary>
public static class KinData
{
    private static readonly string[] s_given =
        ["Mary", "Åse", "John", "Zoë", "Robert \"Bob\"", "Ingrid", "Søren", "María José", "Liam", "Ada", "Noor", "Jürgen", "Kaatje"];

    private static readonly string[] s_family =
        ["O'Brien", "Ågren", "Smith", "de la Cruz", "Müller", "Smith & Jones", "van der Berg", "Nowak", "Ó Súilleabháin", "Lee",
         "<unknown>"];

    private static readonly string[] s_places =
        ["Cork, Ireland", "Malmö, Sweden", "Kraków, Poland", "Boston, Massachusetts", "Århus, Denmark",
         "Cádiz, Spain", "Leiden, Netherlands"];

    private static readonly string[] s_languages = ["en", "sv", "da", "de", "es", "nl", "pl"];
    private static readonly string[] s_allBadges = ["tree", "new", "starred", "common-ancestor", "maternal", "paternal"];

    /// <summary>The id of a match: <c>m</c> and at least five digits.</summary>
    public static string Id(int index) => string.Create(CultureInfo.InvariantCulture, $"m{index:D5}");

    /// <summary>Reads an id back; false for anything that <see cref="Id"/> does not produce.</summary>
    public static bool TryParseId(string? id, out int index)
    {
        index = 0;
        return id is { Length: >= 6 } && id[0] == 'm'
            && int.TryParse(id.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out index)
            && index > 0 && Id(index) == id;
    }

    /// <summary>The whole record, as a logged-in member sees it.</summary>
    public static KinRecord Record(int index, int revision = 0) =>
        new(index, Item(index, revision), Details(index, revision), Profile(index), Badges(index));

    /// <summary>The row in the match list.</summary>
    public static MatchItem Item(int index, int revision = 0) => new(Id(index), Name(index), Version(index, revision));

    /// <summary>The details with their private part.</summary>
    public static MatchDetails Details(int index, int revision = 0)
    {
        decimal cm = ((Mix(index, 3) % 34_940) + 60) / 10m;
        string note = string.Create(CultureInfo.InvariantCulture, $"Line {Mix(index, 5) % 9999}, revision {revision}; \"checked\"");
        return new MatchDetails(
            Id(index),
            Name(index),
            Version(index, revision),
            (int)(Mix(index, 2) % 12_000),
            cm,
            (int)(Mix(index, 4) % 60) + 1,
            Relationship(cm),
            note);
    }

    /// <summary>The profile with its private part.</summary>
    public static KinProfile Profile(int index) =>
        new(Id(index), Name(index), 1900 + (int)(Mix(index, 6) % 100), Pick(s_places, index, 7), Pick(s_languages, index, 8));

    /// <summary>The badges; some matches have none.</summary>
    public static IReadOnlyList<string> Badges(int index)
    {
        ulong bits = Mix(index, 9);
        return [.. s_allBadges.Where((_, i) => (bits >> i & 1) == 1)];
    }

    private static string Name(int index) => Pick(s_given, index, 0) + " " + Pick(s_family, index, 1);

    private static string Version(int index, int revision) =>
        Mix(index, 1000UL + (ulong)revision).ToString("x16", CultureInfo.InvariantCulture);

    private static string Relationship(decimal cm) => cm switch
    {
        > 2300 => "close family",
        > 1300 => "grandparent or half sibling",
        > 400 => "first cousin",
        > 90 => "second to third cousin",
        _ => "distant cousin",
    };

    private static string Pick(string[] from, int index, ulong field) => from[Mix(index, field) % (ulong)from.Length];

    // SplitMix64: the same number for the same index and field on every machine and runtime.
    private static ulong Mix(int index, ulong field)
    {
        unchecked
        {
            ulong z = ((ulong)index * 0x9E3779B97F4A7C15UL) + (field * 0xD1B54A32D192ED03UL);
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
