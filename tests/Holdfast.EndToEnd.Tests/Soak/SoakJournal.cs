using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.EndToEnd.Tests;

/// <summary>What a soak has done, on disk, so that it can be taken up again.</summary>
internal sealed class SoakJournal
{
    private static readonly JsonSerializerOptions s_json = new() { Converters = { new JsonStringEnumConverter() } };

    private readonly string _rows;
    private readonly string _failures;
    private readonly string _struck;
    private readonly string _site;

    /// <summary>Reads what is there.</summary>
    public SoakJournal(string folder)
    {
        _rows = Path.Combine(folder, "faults.jsonl");
        _failures = Path.Combine(folder, "failures.txt");
        _struck = Path.Combine(folder, "struck.json");
        _site = Path.Combine(folder, "site.txt");
        Rows = File.Exists(_rows) ? [.. File.ReadLines(_rows).Select(line => JsonSerializer.Deserialize<SoakRow>(line, s_json)!)] : [];
    }

    /// <summary>The file that the site writes its address to. A run belongs to one address, so the site is started again at the same.</summary>
    public string SiteFile => _site + ".now";

    /// <summary>Every fault whose outcome is known.</summary>
    public List<SoakRow> Rows { get; }

    /// <summary>Why the soak could not go on, each time; empty when it always could.</summary>
    public IReadOnlyList<string> Failures => File.Exists(_failures) ? File.ReadAllLines(_failures) : [];

    /// <summary>The site's port; 0 before the first start.</summary>
    public int Port => File.Exists(_site) ? new Uri(File.ReadAllText(_site)).Port : 0;

    /// <summary>The fault that was under way when the soak was ended; null when there was none.</summary>
    public SoakRow? Struck => File.Exists(_struck) ? JsonSerializer.Deserialize<SoakRow>(File.ReadAllText(_struck), s_json) : null;

    /// <summary>Notes where the site is.</summary>
    public void KeepSite(string url) => File.WriteAllText(_site, url);

    /// <summary>Notes that it could not go on. Taking the soak up again does not make that good.</summary>
    public void Fail(string reason) => File.AppendAllText(_failures, reason + "\n");

    /// <summary>Notes a fault before it is done, or what is known of it so far.</summary>
    public void Strike(SoakRow row)
    {
        File.WriteAllText(_struck + ".new", JsonSerializer.Serialize(row, s_json));
        File.Move(_struck + ".new", _struck, overwrite: true);
    }

    /// <summary>Notes a fault's outcome.</summary>
    public void Add(SoakRow row)
    {
        Rows.Add(row);
        File.AppendAllText(_rows, JsonSerializer.Serialize(row, s_json) + "\n");
        File.Delete(_struck);
    }
}
