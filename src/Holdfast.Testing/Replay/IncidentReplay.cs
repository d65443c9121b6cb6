namespace Holdfast.Testing;

/// <summary>Lets a death happen again, in no real time, on a scripted session.</summary>
public static class IncidentReplay
{
    /// <summary>Plays a script against a manager with the product's defaults.</summary>
    /// <param name="script">The script.</param>
    /// <returns>What it came to; <see cref="ReplayResult.Mismatches"/> is empty when that is what the script expects.</returns>
    /// <exception cref="TimeoutException">The manager came to a stand for 60 s of real time.</exception>
    public static async Task<ReplayResult> PlayAsync(IncidentScript script)
    {
        ScriptedManager<ScriptedTab> rig = new(static launch => new ScriptedTab(launch));
        await using (rig.ConfigureAwait(false))
        {
            rig.Options.ProbePeriod = new SessionOptions().ProbePeriod;
            return await PlayAsync(script, rig).ConfigureAwait(false);
        }
    }

    /// <summary>Plays a script against a manager with options and hooks of the caller's.</summary>
    /// <param name="script">The script. It replaces the scripts of the provider's steps and of the verifier.</param>
    /// <param name="rig">The manager, with nothing leased yet. Its clock is advanced.</param>
    /// <returns>What it came to.</returns>
    /// <exception cref="TimeoutException">The manager came to a stand for 60 s of real time.</exception>
    public static Task<ReplayResult> PlayAsync(IncidentScript script, ScriptedManager<ScriptedTab> rig)
    {
        ArgumentNullException.ThrowIfNull(script);
        ArgumentNullException.ThrowIfNull(rig);
        return PlayAsync(script, new ReplayedSession(rig));
    }

    internal static async Task<ReplayResult> PlayAsync(IncidentScript script, IReplaySubject subject)
    {
        // At the same moment: first what makes us deaf, then what is seen, then what workers do.
        List<(TimeSpan Offset, Func<Task> Play)> events =
        [
            .. script.Suspensions.Select(entry => (entry.Offset, Do(() => subject.Suspend(entry)))),
            .. script.Probes.Select(entry => (entry.Offset, Do(() => subject.Answer(entry.Answer)))),
            .. script.Evidence.Select(entry => (entry.Offset, Do(() => subject.Report(entry.Evidence)))),
            .. script.Calls.Select(entry => (entry.Offset, (Func<Task>)(() => subject.CallAsync(entry)))),
        ];
        await subject.BeginAsync(script).ConfigureAwait(false);
        TimeSpan now = events.Count == 0 ? TimeSpan.Zero : events.Min(entry => entry.Offset);
        foreach ((TimeSpan offset, Func<Task> play) in events.OrderBy(entry => entry.Offset))
        {
            await subject.PassAsync(offset - now).ConfigureAwait(false);
            now = offset;
            await play().ConfigureAwait(false);
        }

        if (script.Until is { } until && until > now)
        {
            await subject.PassAsync(until - now).ConfigureAwait(false);
        }

        return (await subject.EndAsync().ConfigureAwait(false)).Judged(script.Expect);
    }

    private static Func<Task> Do(Action action) => () =>
    {
        action();
        return Task.CompletedTask;
    };
}
