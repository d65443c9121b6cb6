namespace Holdfast.App;

/// <summary>What a drilled run is told by the drill that started it, through its environment: options are for people.</summary>
/// <param name="Fault">What to inject; once, when the first batch is committed.</param>
/// <param name="Report">The file for what was measured.</param>
internal sealed record DrillOrder(FaultKind Fault, string Report)
{
    public const string FaultVariable = "HOLDFAST_DRILL_FAULT";

    public const string ReportVariable = "HOLDFAST_DRILL_REPORT";

    /// <summary>The order; null in a run that is no drill.</summary>
    public static DrillOrder? Read(Func<string, string?> environment) =>
        Enum.TryParse(environment(FaultVariable), out FaultKind fault) && environment(ReportVariable) is { Length: > 0 } report
            ? new DrillOrder(fault, report)
            : null;
}
