namespace Holdfast.App;

/// <summary>What progress shows: the ledger's numbers and the session's state at one moment.</summary>
internal sealed record ProgressSnapshot
{
    public required string Action { get; init; }

    /// <summary>What was read so far, or what the action says that it is doing; empty when it says nothing.</summary>
    public string Read { get; init; } = "";

    /// <summary>Items that are known so far: seen, planned, or declared by the action.</summary>
    public long Known { get; init; }

    /// <summary>Items that are in any state but pending.</summary>
    public long Done { get; init; }

    /// <summary>What the site says it holds; null when it never said.</summary>
    public long? SiteTotal { get; init; }

    /// <summary>True when there will be no more items than are known.</summary>
    public bool IsAllKnown { get; init; }

    /// <summary>Items per second; null while unknown.</summary>
    public double? Rate { get; init; }

    public long Incidents { get; init; }

    public SessionState State { get; init; }

    public int Generation { get; init; }

    /// <summary>The attempt to open or recover the session that failed last; null when none did.</summary>
    public FailedAttempt? Failed { get; init; }

    /// <summary>True while the site is asked whether it still knows us.</summary>
    public bool IsCheckingLogin { get; init; }

    public int InFlight { get; init; }

    /// <summary>How long the stop has lasted; null when none was asked for.</summary>
    public TimeSpan? Stopping { get; init; }

    /// <summary>What the site asked us to wait for; null when it did not.</summary>
    public ProgressPause? Pause { get; init; }

    /// <summary>How many items there are to do in the end, as far as anyone can tell; null while the list is open and the site is silent.</summary>
    public long? Expected => IsAllKnown ? Known : SiteTotal is { } total ? Math.Max(total, Known) : null;

    /// <summary>The time left at this rate; null when it cannot be told.</summary>
    public TimeSpan? Remaining => Expected is { } expected && Rate is > 0
        ? TimeSpan.FromSeconds(Math.Min((expected - Done) / Rate.Value, TimeSpan.FromDays(365).TotalSeconds))
        : null;
}
