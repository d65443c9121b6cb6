namespace Holdfast.EndToEnd.Tests;

/// <summary>The job of a soak, through all its starts.</summary>
/// <param name="folder">Its folder.</param>
/// <param name="url">The site.</param>
internal sealed class SoakJob(JobFolder folder, string url) : IAsyncDisposable
{
    /// <summary>
    /// A soak is nothing but deaths, so restart intensity must not end it. Retries are raised because bursts of errors come thick here. Without
    /// the runtime's own diagnostic sockets, the temporary folder holds only what a session left.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, string> Settings = new Dictionary<string, string>
    {
        ["HOLDFAST__SESSION__RECOVERY__MAXRESTARTS"] = "1000",
        ["HOLDFAST__HTTP__MAXRETRIES"] = "8",
        ["DOTNET_EnableDiagnostics"] = "0",
    };

    // Their browsers, if they left any, are the next start's to end; so none is disposed of before the end.
    private readonly List<Job> _started = [];

    /// <summary>The one that runs.</summary>
    public Job Now => _started[^1];

    /// <summary>Starts it, the first time or again.</summary>
    public void Start()
    {
        string temp = Directory.CreateDirectory(SoakSample.TempOf(folder)).FullName;
        _started.Add(Job.Run(folder, url, new Dictionary<string, string>(Settings) { ["TMPDIR"] = temp }));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Job job in _started)
        {
            await job.DisposeAsync();
        }
    }
}
