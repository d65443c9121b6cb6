using System.Diagnostics;

namespace Kinfolk.Site;

/// <summary>The member site as a process of its own, which outlives the jobs that read it.</summary>
public sealed class SiteProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_startTimeout = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private SiteProcess(Process process, string url) => (_process, Url) = (process, url);

    /// <summary>Where it listens, on 127.0.0.1.</summary>
    public string Url { get; }

    /// <summary>Starts the site with its control API and waits until it listens.</summary>
    /// <param name="arguments">More arguments of the <c>site</c> command.</param>
    /// <exception cref="InvalidOperationException">It did not start.</exception>
    public static async Task<SiteProcess> StartAsync(params string[] arguments)
    {
        // This assembly beside whatever program runs: the sample itself, a test, a benchmark.
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true };
        foreach (string argument in (string[])["exec", typeof(SiteProcess).Assembly.Location, "site", "--control", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        Process process = Process.Start(start)!;
        try
        {
            string? line = await process.StandardOutput.ReadLineAsync().WaitAsync(s_startTimeout);
            return line is ['u', 'r', 'l', '=', .. var url]
                ? new SiteProcess(process, url)
                : throw new InvalidOperationException($"The member site did not start: {line}");
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
    }

    /// <summary>Ends the site.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
