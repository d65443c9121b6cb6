using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Holdfast.Benchmarks;

/// <summary>Where and under what load something was measured. The load is the average over the minute before: more than the machine has cores
/// says that others were at work.</summary>
internal sealed record Machine(string Processor, int Cores, double MemoryGiB, string System, string Runtime, string Browser, double Load)
{
    public static Machine Current() => new(
        Field("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount,
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30), 1),
        Field("/etc/os-release", "PRETTY_NAME", '=')?.Trim('"') ?? RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        BrowserVersion(),
        File.Exists("/proc/loadavg")
            ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture)
            : 0);

    private static string? Field(string file, string name, char separator = ':') =>
        File.Exists(file)
            ? File.ReadLines(file)
                .Where(line => line.StartsWith(name, StringComparison.Ordinal))
                .Select(line => line.Split(separator, 2)[1].Trim())
                .FirstOrDefault()
            : null;

    private static string BrowserVersion()
    {
        ProcessStartInfo start = new(BareBrowser.DriverPath, "--version") { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string line = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return string.Join(' ', line.Split(' ').Take(2));
    }
}
