namespace Holdfast.Browsers;

/// <summary>
/// Deletes fresh profiles behind the scenes: a recovery waits for processes to be gone, not for a disk. What is cut short is in the registry
/// and falls to the next sweep. Thread safe.
/// </summary>
internal sealed class Housekeeping
{
    private readonly Lock _gate = new();
    private Task _all = Task.CompletedTask;

    /// <summary>Deletes the session's profile and record, soon.</summary>
    public void End(SessionRegistry registry, SessionRecord record)
    {
        Task one = Task.Run(() => Delete(registry, record));
        lock (_gate)
        {
            _all = Task.WhenAll(_all, one);
        }
    }

    /// <summary>Waits until everything is deleted that was asked for before.</summary>
    public Task WhenDoneAsync()
    {
        lock (_gate)
        {
            return _all;
        }
    }

    private static void Delete(SessionRegistry registry, SessionRecord record)
    {
        try
        {
            _ = registry.End(record);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The record stays, and with it the task for the next sweep.
        }
    }
}
