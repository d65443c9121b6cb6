using Holdfast.Actions;

namespace Holdfast.App;

/// <summary>The one summary of a run, from the ledger's rows. Pure.</summary>
internal static class SummaryText
{
    /// <summary>How many reasons are told; the others are counted.</summary>
    public const int MaxGroups = 10;

    /// <summary>How many keys are told of each.</summary>
    public const int MaxKeys = 5;

    public static IEnumerable<string> Lines(RunReport report, RunGaps gaps, string goOn)
    {
        RunSummary summary = report.Summary;
        yield return $"{summary.Run.Action}  run {summary.Run.RunId}  {Headline(report)}";
        foreach (string line in Account(summary, gaps))
        {
            yield return line;
        }

        if (report.Mismatches.Count > 0)
        {
            yield return $"  {Words.Count(report.Mismatches.Count, "contradiction")} in the ledger:";
            foreach (LedgerMismatch mismatch in report.Mismatches)
            {
                string key = mismatch.Key is null ? "" : $" of {mismatch.Key}";
                yield return $"    {mismatch.What}{key}: expected {mismatch.Expected}, found {mismatch.Found}";
            }
        }

        // Every other end is followed by the verdict, which says how to go on.
        if (report.End == RunEnd.CompletedWithGaps && report.Mismatches.Count == 0 && summary.Effects is null)
        {
            yield return $"  to try what is missing again: {goOn}";
        }
    }

    /// <summary>What a run came to, and what it is missing.</summary>
    public static IEnumerable<string> Account(RunSummary summary, RunGaps gaps) =>
    [
        $"  {Equation(summary)}",
        .. summary.Progress is not null ? [] : summary.Effects is { } plan
            ? [$"  {EffectSummary.Plan(plan)}"]
            : (IEnumerable<string>)[$"  {Listing(summary)}", .. Reconciliation(summary, gaps.List)],
        $"  {Legs(summary)}",
        $"  {Incidents(summary)}",
        .. Suspensions(summary.Suspensions),
        .. Pauses(summary.Pauses),
        .. summary.Effects is { } counts ? EffectSummary.Missing(counts, gaps.Effects) : Missing(summary, gaps.Items),
        .. summary.Waiting.Select(sink =>
            $"  {Words.Count(sink.Value, "record")} {(sink.Value == 1 ? "waits" : "wait")} for sink {sink.Key}, until a run that has it delivers them"),
    ];

    /// <summary>Seen, and what it is made of; states without items are left out.</summary>
    public static string Equation(RunSummary summary)
    {
        if (summary.Effects is { } effects)
        {
            return EffectSummary.Equation(effects);
        }

        if (summary.Progress is { } progress)
        {
            string total = progress.Total is { } all ? $" of {Words.Number(all)}" : "";
            return $"{Words.Number(progress.Done)}{total} done{(progress.Text is { } text ? $": {text}" : "")}";
        }

        (long Count, string Name)[] states =
        [
            (summary.New, "new"), (summary.Updated, "updated"), (summary.Unchanged, "unchanged"), (summary.Partial, "partial"),
            (summary.Removed, "removed"), (summary.Failed, "failed"), (summary.Quarantined, "quarantined"), (summary.Pending, "pending"),
        ];
        string[] parts = [.. states.Where(state => state.Count != 0).Select(state => $"{Words.Number(state.Count)} {state.Name}")];
        string sign = summary.AddsUp ? "=" : "≠";
        return $"{Words.Number(summary.Seen)} seen {sign} {(parts.Length == 0 ? "0" : string.Join(" + ", parts))}";
    }

    /// <summary>A state's word.</summary>
    public static string StateText(ItemState state) => state switch
    {
        ItemState.Quarantined => "quarantined",
        ItemState.Failed => "failed",
        ItemState.Partial => "partial",
        _ => "pending",
    };

    private static string Headline(RunReport report) => report.Mismatches.Count > 0 ? "DOES NOT ADD UP" : report.End switch
    {
        RunEnd.Completed => "complete",
        RunEnd.CompletedWithGaps => "over, with gaps",
        RunEnd.Stopped => "stopped on request",
        _ => "ended early",
    };

    private static string Listing(RunSummary summary)
    {
        if (summary.Sync is { } sync)
        {
            string since = sync.SinceRun is { } before ? $"what changed since run {before}" : "everything, for there was no complete run before";
            return $"{Words.Count(summary.Pages, "page")} read: {since}{(summary.Listing.State == ListingState.Finished ? "" : "; there is more")}";
        }

        string read = summary.Listing.State == ListingState.Finished ? "read to the end of the list" : "read, the list has more";
        string passes = summary.Listing.Pass > 1 ? $" in {summary.Listing.Pass} passes" : "";
        string total = summary.SiteTotal is { } site ? $"; the site says {Words.Number(site)}" : "";
        return $"{Words.Count(summary.Pages, "page")} {read}{passes}{total}";
    }

    /// <summary>Where what was seen differs from what the list held.</summary>
    private static IEnumerable<string> Reconciliation(RunSummary summary, ListReconciliation list)
    {
        if (summary.Listing.State != ListingState.Finished)
        {
            yield break;
        }

        if (list.Gone.Count > 0)
        {
            yield return $"  {Words.Number(list.Gone.Count)} seen, but gone from the list when it was read last: {Keys(list.Gone)}";
        }

        if (list.Late.Count > 0)
        {
            yield return $"  {Words.Number(list.Late.Count)} shown only when it was read again: {Keys(list.Late)}";
        }

        if (summary.Sync is not null)
        {
            if (!list.IsConsistent)
            {
                yield return "  the list changed, or was shorter than the site's total, in every pass: entries may be missing, "
                    + "so the next run reads since the same time";
            }
        }
        else if (summary.SiteTotal - summary.Seen is > 0 and { } unseen)
        {
            yield return $"  {Words.Count(unseen, "item")} of the site's count never appeared in its list";
        }
        else if (!list.IsConsistent)
        {
            yield return "  the list changed, or was shorter than the site's total, in every pass: some items may never have been seen";
        }
    }

    private static string Legs(RunSummary summary)
    {
        string span = summary.LastChangeAt is { } last
            ? $" to {Words.Moment(last)} ({Words.Span(last - summary.Run.StartedAt)})"
            : "";
        return $"{Words.Count(summary.Run.Legs, "leg")}, {Words.Moment(summary.Run.StartedAt)}{span}";
    }

    private static string Incidents(RunSummary summary)
    {
        int count = summary.Incidents.Values.Sum();
        string causes = string.Join(", ", summary.Incidents
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"{pair.Value} {pair.Key}"));
        return count == 0 ? "no incident" : $"{Words.Count(count, "incident")}: {causes}";
    }

    private static IEnumerable<string> Suspensions(SuspensionTotals all)
    {
        if (all is { Count: 1, Last: { } only })
        {
            yield return $"  1 suspension: {Words.Span(only.Duration)}, {Why(only)} until {Words.Moment(only.EndedAt)}";
        }
        else if (all.Last is { } last)
        {
            yield return $"  {Words.Count(all.Count, "suspension")}: {Words.Span(all.Duration)} in all; at last {Why(last)} until {Words.Moment(last.EndedAt)}";
        }
    }

    private static IEnumerable<string> Pauses(PauseTotals all)
    {
        if (all.Last is { } last)
        {
            string said = $"HTTP {last.Status} from {last.Endpoint} until {Words.Moment(last.Until)}";
            yield return all.Count == 1
                ? $"  1 pause that the site asked for: {Words.Span(all.Duration)}, {said}"
                : $"  {Words.Number(all.Count)} pauses that the site asked for: {Words.Span(all.Duration)} in all; at last {said}";
        }
    }

    private static string Why(Suspension suspension) => suspension.Asleep ? "the machine slept" : "the job was stopped or starved";

    private static IEnumerable<string> Missing(RunSummary summary, IReadOnlyList<MissingItem> missing)
    {
        if (summary.Missing == 0)
        {
            yield break;
        }

        yield return $"  {Words.Number(summary.Missing)} missing:";
        IGrouping<(ItemState State, string? Reason), MissingItem>[] groups = missing
            .Where(item => item.State != ItemState.Pending)
            .GroupBy(item => (item.State, item.Reason))
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key.Reason, StringComparer.Ordinal)
            .ToArray();
        foreach (IGrouping<(ItemState State, string? Reason), MissingItem> group in groups.Take(MaxGroups))
        {
            string reason = string.IsNullOrEmpty(group.Key.Reason) ? "" : $", {group.Key.Reason}";
            yield return $"    {Words.Number(group.Count())} {StateText(group.Key.State)}{reason}: {Keys([.. group.Select(item => item.Key)])}";
        }

        if (groups.Length > MaxGroups)
        {
            yield return $"    and {Words.Count(groups.Length - MaxGroups, "more reason")}";
        }

        if (summary.Quarantined > 0)
        {
            yield return "    the quarantined are not fetched again until 'items release'";
        }

        if (summary.Pending > 0)
        {
            yield return $"    {Words.Number(summary.Pending)} pending, not fetched yet";
        }
    }

    /// <summary>The first keys, and whether there are more.</summary>
    public static string Keys(IReadOnlyList<string> keys) =>
        string.Join(", ", keys.Take(MaxKeys)) + (keys.Count > MaxKeys ? ", ..." : "");
}
