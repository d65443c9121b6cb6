namespace Holdfast.App;

/// <summary><c>drill --json</c>.</summary>
internal sealed record DrillReportJson(int SchemaVersion, int Seed, IReadOnlyList<DrillRoundJson> Rounds, IReadOnlyList<NotInjectedJson> NotInjected)
{
    public static DrillReportJson Of(DrillReport report) => new(
        JsonText.SchemaVersion,
        report.Seed,
        [.. report.Rounds.Select(DrillRoundJson.Of)],
        [.. report.NotInjected.Select(pair => new NotInjectedJson(JsonWords.Of(pair.Key), pair.Value))]);
}
