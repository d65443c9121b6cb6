using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests;

/// <summary>A point in a run, found by counting the requests that the site received, never by time.</summary>
internal sealed record Moment(string Stage, string Path, int Count)
{
    /// <summary>How many <see cref="Choose"/> knows.</summary>
    public const int Kinds = 10;

    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(3);

    /// <summary>Ten moments: three each in listing, batch and commit, one in the login.</summary>
    /// <param name="index">From 0 to 9.</param>
    /// <param name="seed">Chooses the count within the stage.</param>
    /// <param name="pages">Pages of 20 items each.</param>
    public static Moment Choose(int index, int seed, int pages)
    {
        Random random = new(seed);
        return (index / 3) switch
        {
            0 => new("listing", "/api/matches?page=", random.Next(2, pages - 5)),
            1 => new("batch", "/api/profiles/", random.Next(20, (pages - 10) * 20)),

            // The last answer of a batch is held back, and let go just before the fault: the commit follows within a millisecond.
            2 => new("commit", $"/api/profiles/{KinData.Id(20 * random.Next(2, pages - 10))}$", 1),
            _ => new("login", "POST /login", 1),
        };
    }

    /// <summary>Waits for the moment, has the fault carried out while work is pending, and lets go of what was held.</summary>
    /// <returns>How many requests were pending when the fault landed.</returns>
    public async Task<int> StrikeAsync(SiteControlClient site, Func<Task> arm, Func<Task> fault)
    {
        bool held = Stage is "commit" or "login";
        int? hold = held ? await site.HoldAsync(Path, Stage == "commit" ? HoldStage.Answer : HoldStage.Arrival) : null;
        await arm();
        ArrivalReport arrival = await site.WaitAsync(Path, Count, s_deadline);
        Assert.False(arrival.TimedOut, $"the site never saw {Count} x {Path}");
        if (Stage == "commit")
        {
            await site.ReleaseAsync(hold);
        }

        await fault();
        if (Stage == "login")
        {
            await site.ReleaseAsync(hold);
        }

        return arrival.Pending;
    }
}
