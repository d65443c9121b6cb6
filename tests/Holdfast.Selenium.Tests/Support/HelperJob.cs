using System.Diagnostics;
using System.Globalization;

namespace Holdfast.Selenium.Tests;

/// <summary>This test program once more, as a job without a host: it launches a browser and does not end it.</summary>
internal sealed class HelperJob : IDisposable
{
    private const string FolderVariable = "HOLDFAST_TEST_HELPER";
    private const string ExitVariable = "HOLDFAST_TEST_HELPER_EXITS";
    private const string Ready = "ready";

    private readonly Process _process;
    private readonly string _folder;

    private HelperJob(Process process, string folder) => (_process, _folder) = (process, folder);

    public int Id => _process.Id;

    /// <summary>True when the browser runs.</summary>
    public bool IsReady => File.Exists(Path.Combine(_folder, Ready));

    /// <summary>Starts one.</summary>
    /// <param name="folder">Its work folder.</param>
    /// <param name="temp">Its temporary folder.</param>
    /// <param name="exits">True for a job that ends by itself when its browser runs.</param>
    public static HelperJob Start(string folder, string temp, bool exits = false)
    {
        // A shell that starts the tests in its background has them ignore Ctrl+C, and whoever is started inherits that.
        ProcessStartInfo start = new("env",
        [
            "--default-signal=INT,QUIT", Path.Combine(AppContext.BaseDirectory, "Holdfast.Selenium.Tests"), "-explicit", "only",
            "-method", "*" + nameof(OrphanSweeperTests.Helper_LaunchesAndWaitsToBeKilled),
        ])
        {
            Environment = { [FolderVariable] = folder, ["TMPDIR"] = temp, [ExitVariable] = exits ? "1" : "" },
        };
        return new HelperJob(Process.Start(start)!, folder);
    }

    /// <summary>The job itself.</summary>
    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        string folder = Environment.GetEnvironmentVariable(FolderVariable)
            ?? throw new InvalidOperationException($"{FolderVariable} is not set: this is the helper of other tests.");
        ChromiumProvider provider = new(new ChromiumOptions { WorkFolder = folder });
        ISupervisedSession<OpenQA.Selenium.IWebDriver> session = await provider.LaunchAsync(new SessionLaunch(1, new EvidenceLog()), cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, Ready), "", cancellationToken);
        if (Environment.GetEnvironmentVariable(ExitVariable) is { Length: > 0 })
        {
            Environment.Exit(0);
        }

        await Task.Delay(TimeSpan.FromMinutes(2), TimeProvider.System, cancellationToken);
        GC.KeepAlive(session);
    }

    public void Signal(int signal) => Assert.Equal(0, NativeMethods.Kill(Id, signal));

    public Task EndAsync() => _process.WaitForExitAsync(TestContext.Current.CancellationToken);

    /// <summary>Waits until something is so, at most 30 s.</summary>
    public static async Task UntilAsync(Func<bool> condition, string what)
    {
        long started = Stopwatch.GetTimestamp();
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(10));
        while (!condition())
        {
            Assert.True(
                Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(30),
                string.Create(CultureInfo.InvariantCulture, $"{what}: not within {30} s"));
            _ = await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    public void Dispose()
    {
        File.Delete(Path.Combine(_folder, Ready));
        _process.Dispose();
    }
}
