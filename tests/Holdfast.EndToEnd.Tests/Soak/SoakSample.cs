using System.Globalization;

namespace Holdfast.EndToEnd.Tests;

/// <summary>What a job holds at one moment between two faults.</summary>
/// <param name="Browsers">Sessions that have a process running.</param>
/// <param name="Processes">Processes of drivers and browsers.</param>
/// <param name="Handles">The job's open files, sockets included, program files not: the runtime keeps one open for each assembly that it loads, at its first
/// use, and that may come late in a run.</param>
/// <param name="Threads">The job's threads.</param>
/// <param name="MemoryKb">The job's resident memory.</param>
/// <param name="Folders">Profiles, temporary folders and records of sessions.</param>
/// <param name="Temporary">Entries in the job's own temporary folder.</param>
internal sealed record SoakSample(int Browsers, int Processes, int Handles, int Threads, long MemoryKb, int Folders, int Temporary)
{
    private const string Mark = "--holdfast-session=";

    /// <summary>The job's temporary folder.</summary>
    public static string TempOf(JobFolder folder) => Path.Combine(folder.Path, "temp");

    /// <summary>Looks.</summary>
    /// <param name="folder">The job's folder.</param>
    /// <param name="job">The job's process id; null after its end.</param>
    public static SoakSample Take(JobFolder folder, int? job)
    {
        IReadOnlyList<string> lines = [.. folder.Processes().Select(ProcessTable.Arguments)];
        string[] marks = [.. lines.Select(MarkOf).OfType<string>().Distinct()];
        string[] status = job is null ? [] : File.ReadAllLines($"/proc/{job}/status");
        return new SoakSample(
            marks.Length,
            lines.Count,
            job is null ? 0 : CountHandles(job.Value),
            (int)Number(status, "Threads:"),
            Number(status, "VmRSS:"),
            ((string[])["profiles", "tmp", "sessions"]).Sum(name => Entries(Path.Combine(folder.State, "holdfast", name))),
            Entries(TempOf(folder)));
    }

    private static int CountHandles(int job) => new DirectoryInfo($"/proc/{job}/fd").EnumerateFileSystemInfos()
        .Count(handle => Path.GetExtension(handle.LinkTarget) is not (".dll" or ".so"));

    private static int Entries(string folder) => Directory.Exists(folder) ? Directory.GetFileSystemEntries(folder).Length : 0;

    private static long Number(IEnumerable<string> status, string name) =>
        status.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
            ? long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture)
            : 0;

    private static string? MarkOf(string commandLine)
    {
        int at = commandLine.IndexOf(Mark, StringComparison.Ordinal);
        return at < 0 ? null : commandLine.Substring(at + Mark.Length, "0123456789abcdef0123456789abcdef".Length);
    }
}
