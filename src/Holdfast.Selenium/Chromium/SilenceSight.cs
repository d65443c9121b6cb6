namespace Holdfast.Selenium;

/// <summary>What is seen of a session's processes while one of its layers is silent: who is stopped, and who waits for a processor. Linux; elsewhere
/// nothing is seen.</summary>
/// <param name="record">Names the processes.</param>
/// <param name="time">The clock.</param>
/// <remarks>Which process is behind which tab cannot be told: no interface says so, and <see cref="TabProcess"/> finds it by a script that a silent
/// tab does not run. Known beforehand, it would have to be found anew after every navigation to another site, 0.3 s of a busy tab each time. So a
/// stopped tab beside the one in use also counts, while that one is silent; somebody must have stopped it.</remarks>
internal sealed class SilenceSight(SessionRecord record, TimeProvider time)
{
    // Several times what a process that is only busy waits for its turn; over before the deadline of a probe.
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(250);

    private IReadOnlyList<ProcessStat> _stopped = [];
    private IReadOnlyList<ProcessStat> _renderers = [];
    private volatile IReadOnlyDictionary<int, double> _waited = new Dictionary<int, double>();

    /// <summary>A process behind the session's tabs that is stopped; null when none is.</summary>
    public int? StoppedRenderer => _renderers.FirstOrDefault(process => process.IsStopped)?.Pid;

    /// <summary>Finds the processes, and who of them is stopped. Reads files only.</summary>
    public void Find()
    {
        IReadOnlyList<ProcessStat> found = record.Processes.Find();
        _renderers = [.. found.Where(process => SessionProcesses.IsRenderer(process.Pid))];
        _stopped = [.. found.Where(process => process.IsStopped)];
    }

    /// <summary>Sees for a quarter of a second who waits for a processor.</summary>
    public async Task MeasureAsync()
    {
        ProcessorWait wait = ProcessorWait.Begin([.. Pids(SessionLayer.Tab).Concat(Pids(SessionLayer.Driver)).Distinct()], time);
        await Task.Delay(Window, time).ConfigureAwait(false);
        _waited = wait.End();
    }

    /// <summary>True when the layer's own process is stopped.</summary>
    public bool IsStopped(SessionLayer layer) => layer == SessionLayer.Tab
        ? StoppedRenderer is not null
        : _stopped.Any(process => Pids(layer).Contains(process.Pid));

    /// <summary>The part of the time that the processes of a layer waited for a processor, from 0 to 1.</summary>
    /// <param name="layer">Who is silent; null for all processes, where one of them waits for another.</param>
    public double Waited(SessionLayer? layer)
    {
        IReadOnlyDictionary<int, double> waited = _waited;
        return Math.Min(1, layer is { } one ? Pids(one).Sum(pid => waited.GetValueOrDefault(pid)) : waited.Values.Sum());
    }

    /// <summary>Whose work an answer of the layer is: what is said to a tab, and what it says, goes through the browser.</summary>
    private IEnumerable<int> Pids(SessionLayer layer) => layer switch
    {
        SessionLayer.Driver => record.Driver is { } driver ? [driver.Pid] : [],
        SessionLayer.Tab => [.. Pids(SessionLayer.Browser), .. _renderers.Select(process => process.Pid)],
        _ => record.Browser is { } browser ? [browser.Pid] : [],
    };
}
