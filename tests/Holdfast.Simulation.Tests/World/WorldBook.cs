using System.Globalization;

namespace Holdfast.Simulation.Tests;

/// <summary>What really happened in a world, to be compared with what the ledger says. Thread safe.</summary>
/// <param name="clock">The clock.</param>
internal sealed class WorldBook(QuietClock clock)
{
    // The longest that a healthy session is left alone.
    private static readonly TimeSpan s_longestRest = TimeSpan.FromSeconds(31);

    private readonly Lock _lock = new();
    private readonly HashSet<(int Leg, int Generation, LossCause Cause)> _strikes = [];
    private readonly HashSet<int> _killed = [];
    private readonly List<DateTimeOffset> _legs = [];
    private readonly Dictionary<int, int> _launches = [];
    private readonly Dictionary<int, int> _committed = [];
    private readonly List<(DateTimeOffset At, int Leg)> _suspensions = [];
    private readonly List<(TimeSpan At, int Leg, int Generation)> _sleeps = [];
    private readonly Dictionary<(int Leg, int Generation), TimeSpan> _ends = [];
    private readonly List<string> _complaints = [];
    private readonly List<string> _trace = [];

    /// <summary>The leg that runs, from 1.</summary>
    public int Leg { get; private set; }

    /// <summary>What somebody saw and should not have.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    /// <summary>Everything that happened, with its time.</summary>
    public IReadOnlyList<string> Trace => _trace;

    public void Note(string text) => Locked(() => _trace.Add($"{Seconds(clock.Now)} {text}"));

    public void Complain(string text) => Locked(() => _complaints.Add(text));

    /// <summary>A leg begins.</summary>
    public void Begin() => Locked(() =>
    {
        Leg++;
        _legs.Add(ToMilliseconds(clock.GetUtcNow()));
    });

    /// <summary>The leg of a time that the ledger has: runs count theirs anew.</summary>
    public int LegOf(DateTimeOffset time) => Locked(() => _legs.FindLastIndex(begin => begin <= time) + 1);

    /// <summary>A generation was given a cause to die of.</summary>
    public void Strike(int generation, LossCause cause) => Locked(() => _strikes.Add((Leg, generation, cause)));

    /// <summary>The job was killed.</summary>
    public void Kill() => Locked(() => _killed.Add(Leg));

    /// <summary>True when the job was killed in the leg.</summary>
    public bool WasLegKilled(int leg) => Locked(() => _killed.Contains(leg));

    /// <summary>Something was committed for a generation.</summary>
    public void Commit(int generation) => Locked(() => _committed[Leg] = Math.Max(generation, _committed.GetValueOrDefault(Leg)));

    /// <summary>A browser was launched.</summary>
    public void Launch(int number) => Locked(() => _launches[number] = Leg);

    /// <summary>True when the job was killed that a browser belonged to: it goes with it.</summary>
    public bool WasKilled(int launch) => Locked(() => _launches.TryGetValue(launch, out int leg) && _killed.Contains(leg));

    /// <summary>The job did not run until now.</summary>
    /// <param name="generation">The one that lived meanwhile; null for none.</param>
    /// <param name="asleep">True when the machine slept.</param>
    public void Suspend(int? generation, bool asleep) => Locked(() =>
    {
        _suspensions.Add((clock.GetUtcNow(), Leg));
        if (asleep && generation is { } living)
        {
            _sleeps.Add((clock.Now, Leg, living));
        }
    });

    /// <summary>A browser was ended.</summary>
    public void End(int generation) => Locked(() => _ends.TryAdd((Leg, generation), clock.Now));

    /// <summary>Deaths that must be in the ledger: of a leg that was killed those that something of a later generation was committed after.</summary>
    public IReadOnlyList<(int Leg, int Generation)> CertainDeaths() => Locked(() => _strikes
        .Where(strike => strike.Cause == LossCause.BrowserExited)
        .Where(strike => !_killed.Contains(strike.Leg) || _committed.GetValueOrDefault(strike.Leg) > strike.Generation)
        .Select(strike => (strike.Leg, strike.Generation))
        .ToArray());

    /// <summary>True when somebody gave the generation a cause to die of, of this kind.</summary>
    public bool IsCause(int leg, int generation, string cause) =>
        Locked(() => _strikes.Any(strike => strike.Leg == leg && strike.Generation == generation && strike.Cause.ToString() == cause));

    /// <summary>True when the job did not run in the leg of this time, before it.</summary>
    public bool WasSuspended(DateTimeOffset endedAt)
    {
        int leg = LegOf(endedAt);
        return Locked(() => _suspensions.Any(suspension => suspension.Leg == leg && endedAt >= ToMilliseconds(suspension.At)));
    }

    /// <summary>Legs in which the machine slept while a session's watch cannot have missed it.</summary>
    public IReadOnlyList<int> CertainSleeps() => Locked(() => _sleeps
        .Where(sleep => _ends.TryGetValue((sleep.Leg, sleep.Generation), out TimeSpan end) && end > sleep.At + s_longestRest
            && !_strikes.Any(strike => strike.Leg == sleep.Leg && strike.Generation == sleep.Generation))
        .Select(sleep => sleep.Leg)
        .ToArray());

    private static DateTimeOffset ToMilliseconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0000000", CultureInfo.InvariantCulture).PadLeft(14);

    private T Locked<T>(Func<T> work)
    {
        lock (_lock)
        {
            return work();
        }
    }

    private void Locked(Action work)
    {
        lock (_lock)
        {
            work();
        }
    }
}
