using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Holdfast.Benchmarks;

/// <summary>What one measure found: one committed file.</summary>
internal sealed partial record Result(string Measure, string What, DateTimeOffset Date, Machine Machine, IReadOnlyList<Metric> Metrics)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public Metric? Find(string metric) => Metrics.FirstOrDefault(candidate => candidate.Name == metric);

    public async Task WriteAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        string json = JsonSerializer.Serialize(this, s_json);

        // One line for all samples of a metric.
        json = NumberList().Replace(json, list => Gap().Replace(list.Value, " "));
        await File.WriteAllTextAsync(FileOf(folder, Measure), json + "\n");
    }

    /// <returns>Null when there is none.</returns>
    public static async Task<Result?> ReadAsync(string folder, string measure)
    {
        string file = FileOf(folder, measure);
        return File.Exists(file) ? JsonSerializer.Deserialize<Result>(await File.ReadAllTextAsync(file), s_json) : null;
    }

    private static string FileOf(string folder, string measure) => Path.Combine(folder, measure + ".json");

    [GeneratedRegex(@"\[[\s\d.,eE+-]+\]")]
    private static partial Regex NumberList();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Gap();
}
