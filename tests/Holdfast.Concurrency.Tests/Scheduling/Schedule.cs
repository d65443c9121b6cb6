using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Holdfast.Concurrency.Tests;

/// <summary>One run's preemptions. Threads are real; what is decided is who is held where, while the others go on.</summary>
/// <remarks>A hold is bounded in real time, so that the scheduler itself can never dead-lock: under a loaded machine it covers less, and never
/// reports something wrong.</remarks>
internal sealed class Schedule(IReadOnlyList<Delay> delays)
{
    // Nobody came to a point for so long: everybody else waits, for the thread that is held or for a timer.
    private static readonly TimeSpan s_quiet = TimeSpan.FromMilliseconds(0.3);
    private static readonly TimeSpan s_longest = TimeSpan.FromMilliseconds(20);
    private static Schedule? s_current;

    private readonly ConcurrentDictionary<(string File, int Line), Place> _places = new();
    private long _passed;

    /// <summary>How often each place was come to.</summary>
    public IEnumerable<(string Place, int Arrivals)> Places => _places.Values.Select(place => (place.Name, place.Arrivals));

    /// <summary>How many of the delays took place.</summary>
    public int Taken { get; private set; }

    /// <summary>Whoever comes here may be held.</summary>
    public static void Point([CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        System.Threading.Volatile.Read(ref s_current)?.Come(file, line);

    /// <summary>Makes this the schedule that points ask, until disposed.</summary>
    public IDisposable Begin()
    {
        System.Threading.Volatile.Write(ref s_current, this);
        return new Reign();
    }

    private void Come(string file, int line)
    {
        Place place = _places.GetOrAdd((file, line), static (key, delays) => new Place(key.File, key.Line, delays), delays);
        int arrival = place.Come();
        System.Threading.Interlocked.Increment(ref _passed);
        if (place.Find(arrival) is { } delay)
        {
            Taken++;
            Hold(delay.Points == 0 ? long.MaxValue : System.Threading.Volatile.Read(ref _passed) + delay.Points);
        }
    }

    private void Hold(long until)
    {
        SpinWait spin = default;
        long began = Stopwatch.GetTimestamp();
        long quietSince = began;
        long seen = System.Threading.Volatile.Read(ref _passed);
        while (seen < until && Stopwatch.GetElapsedTime(began) < s_longest)
        {
            spin.SpinOnce(sleep1Threshold: -1);
            long passed = System.Threading.Volatile.Read(ref _passed);
            if (passed != seen)
            {
                (seen, quietSince) = (passed, Stopwatch.GetTimestamp());
            }
            else if (Stopwatch.GetElapsedTime(quietSince) > s_quiet)
            {
                return;
            }
        }
    }

    private sealed class Place
    {
        private readonly Delay[] _delays;
        private int _arrivals;

        public Place(string file, int line, IReadOnlyList<Delay> delays)
        {
            Name = line == 0 ? file : string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(file)}:{line}");
            _delays = [.. delays.Where(delay => delay.Place == Name)];
        }

        public string Name { get; }

        public int Arrivals => System.Threading.Volatile.Read(ref _arrivals);

        public int Come() => System.Threading.Interlocked.Increment(ref _arrivals);

        public Delay? Find(int arrival) => _delays.Length == 0 ? null : Array.Find(_delays, delay => delay.Ordinal == arrival);
    }

    private sealed class Reign : IDisposable
    {
        public void Dispose() => System.Threading.Volatile.Write(ref s_current, null);
    }
}
