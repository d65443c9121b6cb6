using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Holdfast.Benchmarks;

/// <summary>A program under measurement, as a process of its own, in a folder of its own that holds its database and its browsers' profiles.</summary>
internal sealed class Work : IAsyncDisposable
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);

    private readonly string _folder;
    private readonly Process _process;
    private readonly Task _watching;
    private readonly Task<string> _errors;
    private double _cpuSeconds;

    private Work(string folder, ProcessStartInfo start)
    {
        _folder = folder;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.Environment["XDG_DATA_HOME"] = Directory.CreateDirectory(Path.Combine(folder, "state")).FullName;
        start.Environment["KINFOLK_PASSWORD"] = new Kinfolk.Site.SiteOptions().Password;
        Started = Stopwatch.GetTimestamp();
        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync();
        _ = _process.StandardOutput.ReadToEndAsync();
        _watching = WatchAsync();
    }

    public string Database => DatabaseIn(_folder);

    public int Id => _process.Id;

    public long Started { get; }

    /// <summary>Time on the processor so far, without the browser's.</summary>
    public double CpuSeconds => Volatile.Read(ref _cpuSeconds);

    public static string NewFolder() => Directory.CreateTempSubdirectory("holdfast-benchmark.").FullName;

    /// <summary>A folder in memory where there is one (Linux), so that waiting for a disk does not even out what is measured.</summary>
    public static string NewFolderInMemory() =>
        Directory.Exists("/dev/shm") ? Directory.CreateDirectory($"/dev/shm/holdfast-benchmark.{Guid.NewGuid():N}").FullName : NewFolder();

    /// <summary>The sample's <c>run</c>, as a user starts it.</summary>
    public static Work Gather(string folder, string url, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new("dotnet");
        foreach (string argument in (string[])["exec", typeof(Kinfolk.Site.MemberSite).Assembly.Location, "run", "--url", url, "--ledger", DatabaseIn(folder)])
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return new Work(folder, start);
    }

    /// <summary>The loop written by hand.</summary>
    public static Work ByHand(string folder, string url, int maxPages = int.MaxValue)
    {
        ProcessStartInfo start = new("dotnet");
        string pages = maxPages.ToString(CultureInfo.InvariantCulture);
        foreach (string argument in (string[])["exec", typeof(Work).Assembly.Location, "by-hand", url, DatabaseIn(folder), pages])
        {
            start.ArgumentList.Add(argument);
        }

        return new Work(folder, start);
    }

    /// <summary>The browser that the job has running now, by process id, from the registry that the adapter keeps.</summary>
    /// <param name="otherThan">The browsers before, whose records may still be there.</param>
    public async Task<int> BrowserAsync(IReadOnlyCollection<int> otherThan)
    {
        string records = Path.Combine(_folder, "state", "holdfast", "sessions");
        while (true)
        {
            foreach (string file in Directory.Exists(records) ? Directory.GetFiles(records, "*.json") : [])
            {
                if (ReadBrowser(file) is { } browser && !otherThan.Contains(browser))
                {
                    return browser;
                }
            }

            await Task.Delay(s_look, TimeProvider.System);
            ThrowIfEnded();
        }
    }

    /// <summary>Ends the job as a power cut does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <returns>Seconds from the start to the end.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public async Task<double> EndAsync()
    {
        await _process.WaitForExitAsync();
        double seconds = Stopwatch.GetElapsedTime(Started).TotalSeconds;
        return _process.ExitCode == 0 ? seconds : throw new InvalidOperationException($"Exit code {_process.ExitCode}: {await _errors}");
    }

    public void ThrowIfEnded()
    {
        if (_process.HasExited)
        {
            throw new InvalidOperationException($"The job ended too early, with exit code {_process.ExitCode}.");
        }
    }

    /// <summary>Ends the job and whatever of it is left, but keeps its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        await _watching;
        _process.Dispose();
    }

    /// <summary>Ends the processes that name the folder in their command line, and deletes it.</summary>
    public static void Remove(string folder)
    {
        foreach (string process in Directory.EnumerateDirectories("/proc"))
        {
            try
            {
                if (int.TryParse(Path.GetFileName(process), out int pid) && pid != Environment.ProcessId
                    && File.ReadAllText(Path.Combine(process, "cmdline")).Contains(folder, StringComparison.Ordinal))
                {
                    Kill(pid);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It ended while it was read.
            }
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Sends SIGKILL, to a process that this program or one of its children started.</summary>
    public static void Kill(int pid)
    {
        try
        {
            using Process process = Process.GetProcessById(pid);
            process.Kill();
        }
        catch (ArgumentException)
        {
            // Gone already.
        }
    }

    private static string DatabaseIn(string folder) => Path.Combine(folder, "gather.db");

    private static int? ReadBrowser(string file)
    {
        try
        {
            using JsonDocument record = System.Text.Json.JsonDocument.Parse(File.ReadAllText(file));
            return record.RootElement.GetProperty("Browser") is { ValueKind: System.Text.Json.JsonValueKind.Object } browser
                ? browser.GetProperty("Pid").GetInt32()
                : null;
        }
        catch (Exception exception) when (exception is IOException or System.Text.Json.JsonException)
        {
            // Just being written, or deleted.
            return null;
        }
    }

    private async Task WatchAsync()
    {
        string stat = $"/proc/{_process.Id}/stat";
        try
        {
            while (!_process.HasExited)
            {
                // User and system time, in hundredths of a second, after the name in parentheses.
                string[] fields = (await File.ReadAllTextAsync(stat)).Split(')')[^1].Split(' ');
                double ticks = double.Parse(fields[12], CultureInfo.InvariantCulture) + double.Parse(fields[13], CultureInfo.InvariantCulture);
                Volatile.Write(ref _cpuSeconds, ticks / 100);
                await Task.Delay(s_look, TimeProvider.System);
            }
        }
        catch (IOException)
        {
            // It ended; the last look stands.
        }
    }
}
