using System.Collections.Concurrent;

namespace Holdfast.Selenium;

/// <summary>Sessions that may still run at the hub although we are done with them: it was out of reach, or did not answer. They are ended when it
/// can be reached again. Thread safe.</summary>
/// <param name="hub">The hub.</param>
/// <param name="time">The clock.</param>
internal sealed class Leftovers(HubClient hub, TimeProvider time)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, bool> _sessions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, bool> _late = new();

    /// <summary>A session to be ended later.</summary>
    public void Add(string session) => _sessions[session] = true;

    /// <summary>A launch that nobody waits for any more: whatever it opens is ended.</summary>
    public void Follow(Task<string> launch)
    {
        Task late = FollowAsync(launch);
        _late[late] = true;
        _ = late.ContinueWith(done => _late.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>Tries once more to end them all, within 2 s. Never throws.</summary>
    public async Task EndAllAsync()
    {
        using CancellationTokenSource limit = new(s_limit, time);
        _ = await Task.WhenAny(Task.WhenAll(_late.Keys), Task.Delay(Timeout.InfiniteTimeSpan, time, limit.Token)).ConfigureAwait(false);
        foreach (string session in _sessions.Keys)
        {
            if (await hub.EndSessionAsync(session, limit.Token).ConfigureAwait(false))
            {
                _ = _sessions.TryRemove(session, out _);
            }
        }
    }

    private async Task FollowAsync(Task<string> launch)
    {
        await ((Task)launch).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (launch.IsCompletedSuccessfully)
        {
            string session = await launch.ConfigureAwait(false);
            using CancellationTokenSource limit = new(s_limit, time);
            if (!await hub.EndSessionAsync(session, limit.Token).ConfigureAwait(false))
            {
                Add(session);
            }
        }
    }
}
