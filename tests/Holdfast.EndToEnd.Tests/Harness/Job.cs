using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace Holdfast.EndToEnd.Tests;

/// <summary>A sample's command line as a process of its own, as a user runs it: Kinfolk's unless another is named.</summary>
internal sealed class Job : IAsyncDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(6);

    private readonly Process _process;
    private readonly JobFolder _folder;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Task _reading;

    private Job(Process process, JobFolder folder)
    {
        _process = process;
        _folder = folder;
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>What was printed, both streams, in order of arrival.</summary>
    public string Output => string.Join('\n', _lines);

    public static ProcessStartInfo StartInfo(
        JobFolder folder,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null,
        Assembly? program = null,
        IEnumerable<string>? runner = null)
    {
        // A shell that starts the tests in its background has them ignore Ctrl+C, and whoever is started inherits that. A user's shell does not.
        string[] words =
        [
            .. runner ?? [], "env", "--default-signal=HUP,INT,QUIT,TERM",
            "dotnet", "exec", (program ?? typeof(Kinfolk.Site.MemberSite).Assembly).Location, .. arguments,
        ];
        ProcessStartInfo start = new(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };

        start.Environment["XDG_DATA_HOME"] = folder.State;
        start.Environment["KINFOLK_PASSWORD"] = "kin-pass-01";
        start.Environment["Holdfast__Http__StampRequests"] = "true";
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>Starts <c>run</c> against the site.</summary>
    public static Job Run(JobFolder folder, string url, IReadOnlyDictionary<string, string>? environment = null, params string[] more) =>
        Start(folder, ["run", "--url", url, "--ledger", folder.Ledger, .. more], environment);

    public static Job Start(
        JobFolder folder,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null,
        Assembly? program = null,
        IEnumerable<string>? runner = null) =>
        new(Process.Start(StartInfo(folder, arguments, environment, program, runner))!, folder);

    /// <summary>The driver and the browser that this job has running now, from the registry it keeps.</summary>
    public async Task<RunningBrowser> BrowserAsync(int otherThan = 0)
    {
        using CancellationTokenSource deadline = new(Deadline);
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(2));
        do
        {
            if (Records(_folder, Id).FirstOrDefault(record => record.Browser != otherThan) is { } running)
            {
                return running;
            }
        }
        while (await timer.WaitForNextTickAsync(deadline.Token));
        throw new TimeoutException($"The job has no browser. It printed:\n{Output}");
    }

    /// <summary>Waits until it has printed this.</summary>
    public async Task PrintedAsync(string text)
    {
        using CancellationTokenSource deadline = new(Deadline);
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(5));
        while (!Output.Contains(text, StringComparison.Ordinal) && !HasExited)
        {
            await timer.WaitForNextTickAsync(deadline.Token);
        }
    }

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync()
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(Deadline);
            await _reading.WaitAsync(Deadline);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"The job did not end within {Deadline}. It printed:\n{Output}");
        }

        return _process.ExitCode;
    }

    public void Signal(int signal) => Assert.Equal(0, Signals.Send(_process.Id, signal));

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        foreach (int pid in _folder.Processes())
        {
            Signals.Send(pid, Signals.Kill);
        }

        _process.Dispose();
    }

    /// <summary>What the registry in the folder names for one owner.</summary>
    public static IEnumerable<RunningBrowser> Records(JobFolder folder, int owner)
    {
        string records = Path.Combine(folder.State, "holdfast", "sessions");
        if (!Directory.Exists(records))
        {
            yield break;
        }

        foreach (string file in Directory.EnumerateFiles(records, "*.json"))
        {
            using JsonDocument? record = Read(file);
            if (record?.RootElement is { } root
                && root.GetProperty("Owner").GetProperty("Pid").GetInt32() == owner
                && root.GetProperty("Driver") is { ValueKind: JsonValueKind.Object } driver
                && root.GetProperty("Browser") is { ValueKind: JsonValueKind.Object } browser)
            {
                yield return new RunningBrowser(
                    driver.GetProperty("Pid").GetInt32(), browser.GetProperty("Pid").GetInt32(), root.GetProperty("Profile").GetString()!);
            }
        }
    }

    private static JsonDocument? Read(string file)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllText(file));
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            return null;
        }
    }

    private async Task ReadAsync(StreamReader stream)
    {
        while (await stream.ReadLineAsync() is { } line)
        {
            _lines.Enqueue(line);
        }
    }
}
