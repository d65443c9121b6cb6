namespace Holdfast.Testing;

/// <summary>What a script is played against: the manager, or a double that follows other rules.</summary>
internal interface IReplaySubject
{
    /// <summary>Opens the session, makes the calls that end well, and begins those that stay in flight.</summary>
    Task BeginAsync(IncidentScript script);

    /// <summary>Time passes.</summary>
    Task PassAsync(TimeSpan span);

    /// <summary>The program does not run.</summary>
    void Suspend(TimedSuspension suspension);

    /// <summary>From now on probes are answered like this.</summary>
    void Answer(ProbeResult probe);

    /// <summary>The first browser's watchers report something.</summary>
    void Report(Evidence evidence);

    /// <summary>Workers make calls on the lease that they hold.</summary>
    Task CallAsync(TimedCalls calls);

    /// <summary>Lets what is under way end, and tells what came of it all.</summary>
    Task<ReplayResult> EndAsync();
}
