using System.Globalization;

namespace Holdfast.Selenium.Tests;

/// <summary>Finds a browser's helper processes by what they are called in their command lines.</summary>
internal static class BrowserProcess
{
    public const string Gpu = "--type=gpu-process";
    public const string Network = "--utility-sub-type=network.mojom.NetworkService";

    /// <summary>The running process of this kind; null when there is none just now.</summary>
    public static int? Find(ChromiumSession session, string kind) =>
        session.Launched.Record.Processes.Find().FirstOrDefault(process => Is(process.Pid, kind))?.Pid;

    private static bool Is(int pid, string kind)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/cmdline")).Contains(kind, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
