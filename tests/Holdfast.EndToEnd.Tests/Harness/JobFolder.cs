namespace Holdfast.EndToEnd.Tests;

/// <summary>A folder of its own for one run: ledger, log, browser profiles. Deleted at the end.</summary>
internal sealed class JobFolder : IDisposable
{
    public JobFolder()
        : this(Directory.CreateTempSubdirectory("holdfast-e2e.").FullName)
    {
    }

    /// <summary>A folder that may have been used before.</summary>
    public JobFolder(string path)
    {
        Path = path;
        Directory.CreateDirectory(State);
    }

    public string Path { get; }

    public string Ledger => System.IO.Path.Combine(Path, "kinfolk.db");

    public string Log => Ledger + ".log";

    /// <summary>Where the adapter's registry and profiles live: <c>XDG_DATA_HOME</c> of the job.</summary>
    public string State => System.IO.Path.Combine(Path, "state");

    /// <summary>Processes of this folder that are alive: a browser names its profile in its command line.</summary>
    public IReadOnlyList<int> Processes() => ProcessTable.Find(arguments => arguments.Contains(State, StringComparison.Ordinal));

    /// <summary>Ends when the log file holds a line with this text.</summary>
    public async Task LogLineAsync(string part)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!File.Exists(Log) || !ReadLog().Contains(part, StringComparison.Ordinal))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Job.Deadline, $"The log never said '{part}'.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    private string ReadLog()
    {
        using FileStream file = new(Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using StreamReader reader = new(file);
        return reader.ReadToEnd();
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
