using System.Globalization;
using System.Text.Json;

namespace Holdfast.EndToEnd.Tests.Secrecy;

/// <summary>The secrets of a leaky job. Those that the site makes are told to the test in a file, which is not searched.</summary>
internal sealed class Planted
{
    private readonly string _told;

    private Planted(string told, Dictionary<string, string> values) => (_told, Values) = (told, values);

    /// <summary>By kind, as they are now.</summary>
    public Dictionary<string, string> Values { get; }

    /// <summary>The secret of a kind.</summary>
    public string this[string kind] => Values[kind];

    /// <summary>True when a call has carried those that calls carry: nobody can know them before.</summary>
    public bool IsCarried { get; set; }

    /// <summary>New ones.</summary>
    public static Planted Make(string folder) => new(Path.Combine(folder, "told"), new Dictionary<string, string>
    {
        ["password"] = $"p@ss/w+rd \"1<&'{Key()}",
        ["password file"] = $"%41ü\\{Key()}~/",
        ["authorization"] = $"auth-{Key()}+/==",
        ["query"] = $"query.{Key()}",
        ["body"] = $"body-{Key()}",
        ["redirect"] = $"redirect_{Key()}",
        ["address"] = $"address!{Key()}",
        ["storage"] = $"storage:{Key()}|{Key()}",
        ["proxy"] = $"proxy&{Key()}",
        ["bearer"] = $"bearer~{Key()}",
    });

    public static Planted Read(string json, string told) => new(told, JsonSerializer.Deserialize<Dictionary<string, string>>(json)!);

    public string ToJson() => JsonSerializer.Serialize(Values);

    /// <summary>The site made one.</summary>
    public void Tell(string kind, string value)
    {
        lock (Values)
        {
            Values[kind] = value;
            File.AppendAllLines(_told, [value]);
        }
    }

    /// <summary>All, those that the job told included.</summary>
    public IReadOnlyList<string> All() => [.. Values.Values.Concat(File.Exists(_told) ? File.ReadAllLines(_told) : []).Distinct(StringComparer.Ordinal)];

    /// <summary>A text as careless code makes it, with every secret in it, each written in another way at each shot. Of some, only the place tells that they
    /// are secrets.</summary>
    public string Leak(string place, int shot)
    {
        lock (Values)
        {
            IEnumerable<string> known = Values.Where(planted => planted.Key is not ("body" or "bearer")
                    && (IsCarried || planted.Key is not ("authorization" or "query" or "redirect")))
                .Select((planted, at) => Writing.Ways[(at + shot) % Writing.Ways.Count](planted.Value));
            string body = JsonSerializer.Serialize(new Dictionary<string, string> { ["access_token"] = Values["body"] });
            return string.Create(
                CultureInfo.InvariantCulture,
                $"leak-{place}-{shot} {string.Join(" | ", known)} {(shot % 2 == 0 ? body : JsonSerializer.Serialize(body))} "
                + $"Authorization: Bearer {Values["bearer"]}");
        }
    }

    private static string Key() => Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..12] + "7k";
}
