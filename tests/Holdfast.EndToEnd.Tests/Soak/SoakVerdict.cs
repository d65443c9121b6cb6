using System.Globalization;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Holds a soak against what every run is promised. Pure.</summary>
internal static class SoakVerdict
{
    /// <summary>Samples that make a start and an end: one alone may be taken in an odd moment.</summary>
    public const int Window = 20;

    /// <summary>How much more memory the end may show than the start: the collector's own ups and downs.</summary>
    public const double MemoryGrowth = 1.25;

    /// <summary>Sockets of calls that happen to be in flight.</summary>
    public const int HandleNoise = 4;

    /// <summary>Every promise that was broken, in words; empty when none was.</summary>
    public static IReadOnlyList<string> Broken(IReadOnlyList<SoakRow> rows, IReadOnlyList<string> failures, SoakEnd end)
    {
        List<string> broken = [.. failures, .. rows.Select(Broken).OfType<string>()];
        Add(end.Contradiction is not null, $"the account is wrong: {end.Contradiction}");
        Add(end.ExitCode != 0, $"the job ended with code {end.ExitCode}");
        int deaths = Deaths(rows);
        Add(end.Incidents != deaths, $"{end.Incidents} incidents for {deaths} deaths");
        Add(end.ErrorLines != deaths, $"{end.ErrorLines} error lines for {deaths} deaths");
        Add(end.Left.Processes != 0, $"{end.Left.Processes} processes were left behind");
        Add(end.Left.Folders != 0, $"{end.Left.Folders} profiles, temporary folders or records of sessions were left behind");
        Add(end.Left.Temporary != 0, $"{end.Left.Temporary} entries were left in the temporary folder");
        if (Ends(rows) is var (first, last))
        {
            Grew("open handles", first.Handles, last.Handles, first.Handles + HandleNoise);
            Grew("threads", first.Threads, last.Threads, first.Threads + HandleNoise);
            Grew("kB of resident memory", first.MemoryKb, last.MemoryKb, first.MemoryKb * MemoryGrowth);
            Grew("profiles, temporary folders and records", first.Folders, last.Folders, first.Folders + 1);
            Grew("processes of drivers and browsers", first.Processes, last.Processes, first.Processes + 1);
        }

        return broken;

        void Add(bool isBroken, string what)
        {
            if (isBroken)
            {
                broken.Add(what);
            }
        }

        void Grew(string what, long at, long to, double limit) => Add(to > limit, $"{what} grew from {at} to {to}");
    }

    /// <summary>How many deaths were caused. What an interrupted fault came to nobody saw: there the incident itself says so.</summary>
    public static int Deaths(IReadOnlyList<SoakRow> rows) => rows.Sum(row => row.Interrupted ? row.Incidents : row.Fault.Causes().Count > 0 ? 1 : 0);

    /// <summary>The longest-lived start of the job, at its begin and at its end: medians of <see cref="Window"/> samples each.</summary>
    /// <returns>Null when no start lived through two windows.</returns>
    public static (SoakSample First, SoakSample Last)? Ends(IReadOnlyList<SoakRow> rows)
    {
        SoakSample[] longest = [.. rows.GroupBy(row => row.Leg).MaxBy(leg => leg.Count())?.Select(row => row.Before) ?? []];
        return longest.Length < 2 * Window ? null : (Median(longest[..Window]), Median(longest[^Window..]));
    }

    /// <summary>Field by field.</summary>
    public static SoakSample Median(IReadOnlyCollection<SoakSample> samples) => new(
        (int)Middle(sample => sample.Browsers, samples),
        (int)Middle(sample => sample.Processes, samples),
        (int)Middle(sample => sample.Handles, samples),
        (int)Middle(sample => sample.Threads, samples),
        Middle(sample => sample.MemoryKb, samples),
        (int)Middle(sample => sample.Folders, samples),
        (int)Middle(sample => sample.Temporary, samples));

    private static long Middle(Func<SoakSample, long> field, IReadOnlyCollection<SoakSample> samples) =>
        samples.Select(field).Order().ElementAt(samples.Count / 2);

    private static string? Broken(SoakRow row)
    {
        IReadOnlyList<LossCause> causes = row.Fault.Causes();
        string? what =
            row.Before.Browsers > 1 ? $"{row.Before.Browsers} browsers ran at once before it"
            : row.Before.Temporary > 0 ? "something lay in the temporary folder before it"
            : row.Interrupted ? row.Incidents > 1 ? $"{row.Incidents} incidents" : null
            : row.Incidents != (causes.Count > 0 ? 1 : 0) ? $"{row.Incidents} incidents"
            : causes.Count > 0 && !causes.Any(cause => cause.ToString() == row.Cause) ? $"its incident names {row.Cause}"
            : null;
        return what is null ? null : string.Create(CultureInfo.InvariantCulture, $"fault {row.Number} ({row.Fault}): {what}");
    }
}
