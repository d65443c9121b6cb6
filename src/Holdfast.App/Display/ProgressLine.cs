using System.Globalization;

namespace Holdfast.App;

/// <summary>Progress in words. Pure.</summary>
internal static class ProgressLine
{
    // A stop that takes longer than this owes an explanation.
    private static readonly TimeSpan s_slowStop = TimeSpan.FromSeconds(3);

    // The log has all of it.
    private const int LongestReason = 100;

    /// <summary>One line, for logs and pipes.</summary>
    public static string Format(ProgressSnapshot now) => now.Pause is { } pause
        ? $"{Work(now)}  |  {Session(now)}  |  {Pause(pause)}"
        : $"{Work(now)}  |  {Session(now)}";

    /// <summary>Two lines, for a terminal: the work, and the session it rides on. A third one while the site wants us to wait.</summary>
    /// <param name="now">What is known.</param>
    /// <param name="width">Columns. What matters least is left out first, and the share done never.</param>
    public static IReadOnlyList<string> FormatLive(ProgressSnapshot now, int width) => now.Pause is { } pause
        ? [Work(now, width), $"  {Session(now)}", $"  {Pause(pause)}"]
        : [Work(now, width), $"  {Session(now)}"];

    private static string Work(ProgressSnapshot now, int width = int.MaxValue)
    {
        string done = now.Expected is > 0 and { } expected
            ? $"{Words.Number(now.Done)} of {Words.Number(expected)} done ({Percent(now.Done, expected)})"
            : $"{Words.Number(now.Done)} done";
        string rate = now.Rate is { } value ? string.Create(CultureInfo.InvariantCulture, $"  {value:0.0}/s") : "";
        string left = now.Remaining is { } remaining && now.Stopping is null ? $"  about {Words.Span(remaining)} left" : "";
        string read = now.Read.Length == 0 ? "" : $"{now.Read}  ";
        string[] lines =
        [
            $"{now.Action}  {read}{done}{rate}{left}", $"{now.Action}  {done}{rate}{left}", $"{now.Action}  {done}{left}", $"{done}{left}", done,
        ];
        return lines.FirstOrDefault(line => line.Length < width) ?? done;
    }

    private static string Session(ProgressSnapshot now)
    {
        string generation = now.Generation > 0 && now.State != SessionState.Opening ? $", generation {now.Generation}" : "";
        string incidents = now.Incidents > 0 ? $"  {Words.Count(now.Incidents, "incident")}" : "";
        string state = now is { State: SessionState.Suspected, IsCheckingLogin: true } ? "checking the login" : $"session {StateText(now.State)}";
        return $"{state}{generation}{Attempt(now)}{incidents}{Stopping(now)}";
    }

    private static string Attempt(ProgressSnapshot now) => now is { State: SessionState.Opening or SessionState.Recovering, Failed: { } failed }
        ? $", attempt {failed.Number + 1}: {failed.Step} failed ({Short(failed.Reason)})"
        : "";

    private static string Short(string reason) => reason.Length <= LongestReason ? reason : $"{reason[..LongestReason]}...";

    // What matters most comes first: a terminal may be too narrow for the endpoint.
    private static string Pause(ProgressPause pause)
    {
        string others = pause.Others > 0 ? $" and {Words.Count(pause.Others, "more endpoint")}" : "";
        return $"waiting for {Words.Span(pause.Left)}, until {Words.Moment(pause.Until)}: HTTP {pause.Status} from {pause.Endpoint}{others}";
    }

    private static string Stopping(ProgressSnapshot now) => now.Stopping switch
    {
        null => "",
        { } span when span < s_slowStop => "  stopping",
        { } span when now.InFlight > 0 =>
            $"  stopping for {Words.Span(span)}: waiting for {Words.Count(now.InFlight, "call")} in flight, then the batch is committed",
        { } span => $"  stopping for {Words.Span(span)}: waiting for the batches in flight to be committed",
    };

    // Rounded down: 100% is said when nothing is left.
    private static string Percent(long done, long expected) => $"{Math.Min(done, expected) * 100 / expected}%";

    private static string StateText(SessionState state) => state switch
    {
        SessionState.NotStarted => "not started",
        SessionState.Opening => "opening",
        SessionState.Alive => "alive",
        SessionState.Suspected => "suspected dead",
        SessionState.Unresponsive => "does not answer",
        SessionState.Recovering => "recovering",
        SessionState.GivenUp => "given up",
        SessionState.Closed => "closed",
        _ => state.ToString(),
    };
}
