using System.Globalization;
using System.Text;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Writes a soak down.</summary>
internal static class SoakReport
{
    private const int SeriesStep = 25;

    /// <summary>One fault, for who watches.</summary>
    public static string Line(SoakRow row, int faults) => string.Create(
        CultureInfo.InvariantCulture,
        $"{row.Number}/{faults} {row.Fault} at {row.Committed} items, leg {row.Leg}: {row.Cause ?? "no death"}, noticed {row.NoticedMs:0} ms, "
        + $"recovered {row.RecoveredMs:0} ms {row.SlowSteps}| {row.Before.Handles} handles, {row.Before.MemoryKb / 1024} MB");

    /// <summary>The whole report.</summary>
    public static string Markdown(IReadOnlyList<SoakRow> rows, SoakEnd end, IReadOnlyList<string> broken, int seed, string commit)
    {
        StringBuilder text = new();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"""
            # Soak

            Made by `build/soak {rows.Count} {seed}`: do not edit. One gather of {end.Records:N0} records, a real site process, a real job process,
            real Chromium, {rows.Count} faults in the middle of it, one after the other. Each strikes 5 to 60 committed items after the last recovery;
            kind and moment are chosen by the seed. The job itself is ended in the first third only, so that one process lives through the rest. It
            runs as any does, but for `MaxRestarts` (1000: a soak is nothing but deaths) and `MaxRetries` (8: errors of the site come thick).

            **{(broken.Count == 0 ? "Every promise was kept." : $"{broken.Count} promises were broken.")}** {end.Incidents} incidents for
            {SoakVerdict.Deaths(rows)} deaths, {end.ErrorLines} error lines, exit code {end.ExitCode}, {end.Legs} starts of the job over
            {end.Worked.TotalMinutes:0} minutes. The ledger was compared with the site's own data record by record:
            {end.Contradiction ?? "nothing is lost, nothing is there twice, nothing differs"}.

            """);
        if (rows.Count(row => row.Interrupted) is > 0 and var interrupted)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"The soak was ended in the middle of {interrupted} faults, and taken up again.");
            text.AppendLine();
        }

        foreach (string promise in broken)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- Broken: {promise}.");
            text.AppendLine();
        }

        Kinds(text, rows);
        Ends(text, rows, end);
        Series(text, rows);
        Slow(text, rows);
        text.AppendLine(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd}, commit {commit}, {Environment.ProcessorCount} cores.");
        return text.ToString();
    }

    private static void Kinds(StringBuilder text, IReadOnlyList<SoakRow> rows)
    {
        text.AppendLine(
            """
            ## Faults

            *Noticed* runs from the fault to the incident, *recovered* from there to the next generation: median / longest, in ms, on a machine that may
            have had other things to do: [conformance](conformance.md) has the times of a quiet one. [What each fault
            is](../tests/Holdfast.EndToEnd.Tests/Soak/SoakFault.cs). Hangs strike while the site is slow, because only who waits for a session notices
            that it hangs.

            | fault | times | incidents | causes | noticed | recovered |
            |---|---|---|---|---|---|
            """);
        foreach (IGrouping<SoakFault, SoakRow> kind in rows.GroupBy(row => row.Fault).OrderBy(kind => kind.Key))
        {
            string causes = string.Join(
                ", ", kind.Select(row => row.Cause).OfType<string>().CountBy(cause => cause).Select(cause => $"{cause.Value} {cause.Key}"));
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {kind.Key} | {kind.Count()} | {kind.Sum(row => row.Incidents)} | {causes} | {Times(kind, row => row.NoticedMs)} "
                + $"| {Times(kind, row => row.RecoveredMs)} |");
        }

        text.AppendLine();
    }

    private static string Times(IEnumerable<SoakRow> rows, Func<SoakRow, double?> time)
    {
        double[] times = [.. rows.Select(time).OfType<double>().Order()];
        return times.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{times[times.Length / 2]:0} / {times[^1]:0}");
    }

    private static void Ends(StringBuilder text, IReadOnlyList<SoakRow> rows, SoakEnd end)
    {
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"""
            ## Start and end

            Of the job's longest-lived process, which lived through {rows.GroupBy(row => row.Leg).Max(leg => leg.Count())} faults: medians of its first and last
            {SoakVerdict.Window} samples, one before each fault; and what was left when the job had ended.

            | | first | last | after the end |
            |---|---|---|---|
            """);
        (SoakSample First, SoakSample Last)? ends = SoakVerdict.Ends(rows);
        Row("processes of drivers and browsers", sample => sample.Processes);
        Row("sessions with a process", sample => sample.Browsers);
        Row("profiles, temporary folders and records", sample => sample.Folders);
        Row("entries in the temporary folder", sample => sample.Temporary);
        Row("open handles of the job", sample => sample.Handles);
        Row("threads of the job", sample => sample.Threads);
        Row("resident memory of the job, MB", sample => sample.MemoryKb / 1024);
        text.AppendLine();

        void Row(string name, Func<SoakSample, long> field) => text.AppendLine(
            CultureInfo.InvariantCulture,
            $"| {name} | {(ends is null ? "" : field(ends.Value.First))} | {(ends is null ? "" : field(ends.Value.Last))} | {field(end.Left)} |");
    }

    private static void Series(StringBuilder text, IReadOnlyList<SoakRow> rows)
    {
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"""
            ## On the way

            Medians of {SeriesStep} samples.

            | faults | start of the job | processes | handles | threads | memory, MB |
            |---|---|---|---|---|---|
            """);
        foreach (SoakRow[] some in rows.Chunk(SeriesStep))
        {
            SoakSample sample = SoakVerdict.Median([.. some.Select(row => row.Before)]);
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {some[0].Number} to {some[^1].Number} | {some[^1].Leg} | {sample.Processes} | {sample.Handles} | {sample.Threads} "
                + $"| {sample.MemoryKb / 1024} |");
        }

        text.AppendLine();
    }

    private static void Slow(StringBuilder text, IReadOnlyList<SoakRow> rows)
    {
        SoakRow[] slow = [.. rows.Where(row => row.SlowSteps is not null)];
        if (slow.Length == 0)
        {
            return;
        }

        text.AppendLine("Steps of recovery that took longer than 3 s:");
        text.AppendLine();
        foreach (SoakRow row in slow)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- fault {row.Number}, {row.Fault}: {row.SlowSteps}");
        }

        text.AppendLine();
    }
}
