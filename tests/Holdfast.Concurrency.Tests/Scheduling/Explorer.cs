using System.Diagnostics;
using System.Globalization;

namespace Holdfast.Concurrency.Tests;

/// <summary>Runs a scenario under many schedules: every single preemption at every point that it passes, then random ones of several.</summary>
/// <remarks><c>HOLDFAST_SCHEDULES</c> says how many random ones; without it, there are 500, or fewer where the machine is slow.
/// <c>HOLDFAST_SCHEDULE</c> names one to play again and again.</remarks>
internal static class Explorer
{
    private const int Profiles = 4;
    private const int Arrivals = 4;
    private const int Replays = 300;

    private const int Drawn = 500;

    // Until everybody else waits; a few steps of another thread; many.
    private static readonly int[] s_lengths = [0, 5, 25];

    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(2);
    private static readonly int? s_wanted =
        int.TryParse(Environment.GetEnvironmentVariable("HOLDFAST_SCHEDULES"), CultureInfo.InvariantCulture, out int wanted) ? wanted : null;

    /// <summary>Explores.</summary>
    /// <param name="scenario">Plays once, on a manager of its own, and says what was wrong; null when nothing was.</param>
    /// <param name="output">Told how much was tried.</param>
    public static async Task ExploreAsync(Func<Task<string?>> scenario, ITestOutputHelper output)
    {
        // Held threads are pool threads: without spare ones, a hold would stop the others too.
        ThreadPool.SetMinThreads(32, 32);
        long began = Stopwatch.GetTimestamp();
        int tried = 0;
        if (Environment.GetEnvironmentVariable("HOLDFAST_SCHEDULE") is { Length: > 0 } named)
        {
            Delay[] delays = [.. named.Split(' ').Select(Delay.Parse)];
            for (int replay = 0; replay < Replays; replay++)
            {
                await TryAsync(delays);
            }

            return;
        }

        Dictionary<string, int> places = [];
        for (int profile = 0; profile < Profiles; profile++)
        {
            foreach ((string place, int arrivals) in (await TryAsync([])).Places)
            {
                places[place] = Math.Max(places.GetValueOrDefault(place), arrivals);
            }
        }

        (string Place, int Arrivals)[] known = [.. places.OrderBy(place => place.Key, StringComparer.Ordinal).Select(place => (place.Key, place.Value))];
        int taken = 0;
        foreach ((string place, int arrivals) in known)
        {
            for (int arrival = 1; arrival <= Math.Min(arrivals, Arrivals); arrival++)
            {
                foreach (int points in s_lengths)
                {
                    taken += (await TryAsync([new Delay(place, arrival, points)])).Taken;
                }
            }
        }

        int single = tried;
        for (int seed = 0; seed < (s_wanted ?? Drawn) && (s_wanted is not null || Stopwatch.GetElapsedTime(began) < s_longest); seed++)
        {
            await TryAsync(Draw(new Random(seed), known));
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{tried} schedules in {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s: {known.Length} places, "
            + $"{single} with one preemption at most ({taken} took place)"));

        async Task<Schedule> TryAsync(IReadOnlyList<Delay> delays)
        {
            tried++;
            Schedule schedule = new(delays);
            using (schedule.Begin())
            {
                if (await scenario() is { } wrong)
                {
                    Assert.Fail($"Schedule {tried}: {wrong}. To play it again: HOLDFAST_SCHEDULE='{string.Join(' ', delays)}'");
                }
            }

            return schedule;
        }
    }

    private static Delay[] Draw(Random random, (string Place, int Arrivals)[] places) =>
    [
        .. Enumerable.Range(0, random.Next(2, 5)).Select(_ =>
        {
            (string place, int arrivals) = places[random.Next(places.Length)];
            return new Delay(place, random.Next(1, arrivals + 1), random.Next(3) switch { 0 => 0, 1 => random.Next(1, 8), _ => random.Next(8, 60) });
        }),
    ];
}
