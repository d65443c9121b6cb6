namespace Holdfast.Browsers;

/// <summary>
/// Ends the browsers and drivers that jobs left behind when they were killed. It touches only what a record of ours names, whose job is gone
/// (process id, start time and boot), and checks each process again after the kernel has pinned it. A browser that Holdfast did not start is
/// never touched.
/// </summary>
/// <remarks>
/// Thread safe; several jobs may sweep at once. Linux finds every process of a session by its command line. Elsewhere only the recorded driver
/// and browser are ended, each with its process tree. The provider sweeps once before its first launch, so that few need to call this.
/// </remarks>
public static class OrphanSweeper
{
    /// <summary>Sweeps once.</summary>
    /// <param name="workFolder">The folder in <c>ChromiumOptions.WorkFolder</c>; null for its default.</param>
    /// <returns>The orphaned sessions that were found; empty when there were none.</returns>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static async Task<IReadOnlyList<SweptSession>> SweepAsync(string? workFolder = null)
    {
        SessionRegistry registry = new(workFolder ?? SessionRegistry.DefaultFolder);
        List<SweptSession> swept = [];
        foreach (SessionRecord record in registry.ReadAll())
        {
            if (IsOrphan(record))
            {
                swept.Add(await EndAsync(registry, record).ConfigureAwait(false));
            }
        }

        return swept;
    }

    // Ids from another namespace say nothing here: a container that shares the folder looks after its own sessions.
    private static bool IsOrphan(SessionRecord record) =>
        record.BootId != Boot.Id || (record.PidNamespace == Machine.PidNamespace && !record.Owner.IsRunning);

    private static async Task<SweptSession> EndAsync(SessionRegistry registry, SessionRecord record)
    {
        ProcessEnd end = record.BootId == Boot.Id
            ? await ProcessEnder.EndAsync(record.Processes, record.Known, TimeProvider.System).ConfigureAwait(false)
            : new ProcessEnd([], Clean: true);
        bool clean = end.Clean && registry.End(record);
        return new SweptSession(record.Profile, [.. end.Killed], clean);
    }
}
