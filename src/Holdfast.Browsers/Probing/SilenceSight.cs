namespace Holdfast.Browsers;

/// <summary>Looks at a session's processes while one of its layers is silent: who is stopped, and who waits for a processor. Linux; elsewhere nothing is
/// seen. Thread safe.</summary>
/// <param name="record">Names the processes.</param>
/// <param name="time">The clock.</param>
/// <remarks>Which process is behind which tab cannot be told: no interface says so, and <see cref="TabProcess"/> finds it by a script that a silent
/// tab does not run. Known beforehand, it would have to be found anew after every navigation to another site, 0.3 s of a busy tab each time. So a
/// stopped tab beside the one in use also counts, while that one is silent; somebody must have stopped it.</remarks>
internal sealed class SilenceSight(SessionRecord record, TimeProvider time)
{
    // A span that says something: several times what a process that is only busy waits for its turn.
    private static readonly TimeSpan s_least = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private Task<SilenceLook>? _looking;
    private ProcessorAccount? _before;

    /// <summary>Looks. A look takes longer the busier the machine is, so one that another probe has begun is not begun again.</summary>
    /// <returns>What is seen; never throws for what is not there.</returns>
    public Task<SilenceLook> LookAsync()
    {
        lock (_gate)
        {
            return _looking is { IsCompleted: false } ? _looking : _looking = Task.Run(Look, CancellationToken.None);
        }
    }

    /// <summary>All layers answer: what was seen while they did not tells nothing about the next silence.</summary>
    public void Forget() => Volatile.Write(ref _before, null);

    /// <summary>True when the layer's own process is stopped. (Which one is a tab's is not known: <see cref="SilenceLook.StoppedRenderer"/>.)</summary>
    public bool IsStopped(SessionLayer layer) =>
        Own(layer) is { } own && ProcessStat.Read(own.Pid) is { IsStopped: true } stat && stat.StartTicks == own.StartTicks;

    // Reads files only.
    private SilenceLook Look()
    {
        IReadOnlyList<ProcessStat> renderers = [.. record.Processes.FindRenderers()];
        ProcessorAccount account = ProcessorAccount.Read(
            record.Known.Select(process => process.Pid).Concat(renderers.Select(process => process.Pid)), time);
        ProcessorAccount? before = Volatile.Read(ref _before);
        if (before is null || before.Age >= s_least)
        {
            Volatile.Write(ref _before, account);
        }

        return new SilenceLook(
            renderers.FirstOrDefault(process => process.IsStopped)?.Pid,
            Share(record.Browser?.Pid),
            Share(record.Driver?.Pid),
            renderers.Aggregate(default(ProcessorShare), (sum, process) => sum + Share(process.Pid)));

        ProcessorShare Share(int? process) => before is not null && process is { } pid ? account.Since(before, pid) : default;
    }

    private ProcessIdentity? Own(SessionLayer layer) => layer switch
    {
        SessionLayer.Browser => record.Browser,
        SessionLayer.Driver => record.Driver,
        _ => null,
    };
}
