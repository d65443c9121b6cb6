using System.Diagnostics;

namespace Holdfast.EndToEnd.Tests;

/// <summary>A browser that the user started: no business of any job.</summary>
internal sealed class OwnBrowser : IAsyncDisposable
{
    /// <summary>What every browser of a test is started with.</summary>
    public static readonly IReadOnlyList<string> Switches =
    [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private readonly Process _process;
    private readonly string _profile;

    private OwnBrowser(Process process, string profile) => (_process, _profile) = (process, profile);

    public bool HasExited => _process.HasExited;

    public static async Task<OwnBrowser> StartAsync()
    {
        string profile = Directory.CreateTempSubdirectory("holdfast-own.").FullName;
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("HOLDFAST_CHROMIUM") ?? "chromium") { RedirectStandardError = true };
        foreach (string argument in (string[])[.. Switches, "--remote-debugging-port=0", $"--user-data-dir={profile}", "about:blank"])
        {
            start.ArgumentList.Add(argument);
        }

        Process process = Process.Start(start)!;
        while (await process.StandardError.ReadLineAsync().WaitAsync(Job.Deadline) is { } line)
        {
            if (line.StartsWith("DevTools listening", StringComparison.Ordinal))
            {
                break;
            }
        }

        _ = process.StandardError.ReadToEndAsync();
        return new OwnBrowser(process, profile);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_profile, recursive: true);
    }
}
