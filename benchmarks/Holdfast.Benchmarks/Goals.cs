namespace Holdfast.Benchmarks;

/// <summary>Every goal, in one place. The limits are the project's promises: measure again, or make it faster, but do not move them.</summary>
internal static class Goals
{
    public static readonly IReadOnlyList<Goal> All =
    [
        new("asking", "ShouldHalt", Limit.AtMost, 1, "Asking `ShouldHalt` of a living session"),
        new("asking", "ShouldHalt allocated", Limit.AtMost, 0, "... and what that allocates"),
        new("asking", "ThrowIfLost", Limit.AtMost, 1, "`ThrowIfLost` on a living lease"),
        new("asking", "ThrowIfLost allocated", Limit.AtMost, 0, "... and what that allocates"),
        new("guard", "ratio, answer at once", Limit.Below, 1, "A guarded call that completes at once, against a Polly circuit breaker"),
        new("guard", "ratio, answer later", Limit.Below, 1, "A guarded call that completes later, against a Polly circuit breaker"),

        // A job may hold sessions all day: they must not be felt. At the default heartbeat of 30 s two probes fall into a minute, or three at
        // its edges; each asks browser, tab and driver once.
        new("idle", "ours, of a core", Limit.AtMost, 1, "Processor time of supervising an idle session, of one core"),
        new("idle", "browser, more than unsupervised, of a core", Limit.AtMost, 1, "... and what its browser takes more than an unsupervised one"),
        new("idle", "probes", Limit.AtMost, 3, "Probes of an idle session in a minute"),
        new("idle", "calls", Limit.AtMost, 9, "... and all DevTools and HTTP calls"),
        new("idle", "busy, probes", Limit.AtMost, 0, "Probes of a session in use"),
        new("detection", "browser killed", Limit.AtMost, 15, "`kill -9` of the browser until `Lost` fires"),
        new("detection", "driver killed", Limit.AtMost, 6, "`kill -9` of the driver until `Lost` fires"),
        new("recovery", "overhead", Limit.AtMost, 100, "Death until the next generation's first commit, less a bare launch and login"),
        new("recovery", "death to commit", Limit.Below, 1000, "Death until the next generation's first commit, in all"),
        new("restart", "cost of a kill", Limit.AtMost, 3, "Wall time that a `kill -9` of the job in the middle costs"),
        new("throughput-5ms", "ratio", Limit.AtLeast, 0.99, "Mission size, against the loop written by hand, site with 5 ms delay"),

        // Where nothing is waited for, throughput is processor time shared with the site itself, and an account of each item costs some:
        // the limit holds what that may cost, the other ratio is shown beside it. It was 150 us a call on a machine on which the loop written by hand
        // took 1.65 s for its 33,432 calls: the same limit, on machines of any speed.
        new(
            "throughput-0ms", "ratio, processor time", Limit.AtMost, 4,
            "Processor time against the loop written by hand, site without delay, compilation included"),
        // The rows must not slow down their own account: what is done is never counted or read through while a run goes on.
        new("scale", "time per item, against 10,000", Limit.AtMost, 1.2, "Time per item at 1,000,000 items, against 10,000"),
        new("scale", "memory, more than for 10,000", Limit.Below, 50, "... and resident memory, more than for 10,000"),
        new("scale", "start, against 10,000 done", Limit.AtMost, 1.2, "Start of a run that is gone on with, 1,000,000 items done against 10,000"),
        new("ledger", "ratio", Limit.AtLeast, 0.6, "The ledger, against bare statements that write the same rows in the same transactions"),
        new("state", "a generation", Limit.AtMost, 512, "State of one generation"),
    ];
}
