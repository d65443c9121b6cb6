namespace Holdfast.Ledger.Contract.Tests;

/// <summary>A pause that the site asked for is kept once, counts once, and is known to the next leg.</summary>
public abstract class PauseContract : LedgerContract
{
    private protected PauseContract(LedgerRig rig)
        : base(rig)
    {
    }

    [Fact]
    public void ReadSummary_PausesAtTheSameTimeAndBeyondTheLeg_CountOnceAndWhileItRan()
    {
        LegUnderTest run = Rig.Begin();
        Pause(run, "a", 1, TimeSpan.FromSeconds(100));
        Pass(40);
        Pause(run, "b", 1, TimeSpan.FromSeconds(100));
        Pass(60 + 40);

        // Until here 140 s, all of them held; the next pause is cut off by the leg's end.
        Pass(60);
        Pause(run, "a", 2, TimeSpan.FromSeconds(120));
        Pass(20);
        run.EndLeg(LegOutcome.Stopped);
        Pass(30);
        LegUnderTest again = Rig.Begin();
        Pass(500);
        again.EndLeg(LegOutcome.Stopped);

        PauseTotals totals = Rig.ReadSummary(run.RunId).Pauses;

        Assert.Equal((3, TimeSpan.FromSeconds(140 + 20 + 70)), (totals.Count, totals.Duration));
        Assert.Equal(("a", 2, 429), (totals.Last!.Endpoint, totals.Last.Number, totals.Last.Status));
    }

    /// <summary>The second refusal of a host holds the host as well: that is no third pause.</summary>
    [Fact]
    public void ReadSummary_HostIsHeldBecauseOfAnEndpoint_IsOnePause()
    {
        LegUnderTest run = Rig.Begin();
        Pause(run, "site.example/a", 1, TimeSpan.FromSeconds(100));
        Pass(10);
        Pause(run, "site.example/b", 1, TimeSpan.FromSeconds(100));
        Pause(run, "site.example", 1, TimeSpan.FromSeconds(100));
        Assert.Equal(2, Rig.ReadSummary(run.RunId).Pauses.Count);

        // This one is asked for on its own, and so is that of another host.
        Pass(200);
        Pause(run, "site.example", 2, TimeSpan.FromSeconds(100));
        Pause(run, "site.example.org/b", 1, TimeSpan.FromSeconds(100));
        Assert.Equal(4, Rig.ReadSummary(run.RunId).Pauses.Count);
    }

    [Fact]
    public void ReadSummary_PauseStillRuns_CountsUntilNow()
    {
        LegUnderTest run = Rig.Begin();
        Pause(run, "a", 1, TimeSpan.FromSeconds(100));
        Pass(30);
        Assert.Equal(TimeSpan.FromSeconds(30), Rig.ReadSummary(run.RunId).Pauses.Duration);
        PauseTotals other = Rig.ReadSummary(Rig.Begin("another").RunId).Pauses;
        Assert.Equal((0, TimeSpan.Zero, null), (other.Count, other.Duration, other.Last));
    }

    [Fact]
    public void RecordPause_Again_IsTheSamePauseAndNeverShorter()
    {
        LegUnderTest run = Rig.Begin();
        Pause(run, "a", 1, TimeSpan.FromSeconds(100), sent: 5, perMinute: 120);
        Pause(run, "a", 1, TimeSpan.FromSeconds(10), sent: 4, perMinute: 90);
        StoredPause pause = Assert.Single(Rig.ReadPauses());
        Assert.Equivalent(
            new StoredPause(run.RunId, 1, "a", 1, 429, Rig.Time.GetUtcNow(), Rig.Time.GetUtcNow().AddSeconds(100), 4, TimeSpan.FromSeconds(3), 90), pause);
        Assert.Empty(Rig.ReadPauses(endingAfter: Rig.Time.GetUtcNow().AddSeconds(100)));
        Assert.Empty(Rig.Check(run.RunId));
    }

    [Fact]
    public void ReadRememberedPauses_SeveralLegsAndActions_TheNewestOfEachEndpoint()
    {
        LegUnderTest first = Rig.Begin();
        Pause(first, "a", 1, TimeSpan.FromSeconds(100));
        Pause(first, "b", 1, TimeSpan.FromSeconds(100));
        LegUnderTest second = Rig.Begin("another");

        // Its clock was set back.
        Pause(second, "a", 1, TimeSpan.FromSeconds(7), at: Rig.Time.GetUtcNow().AddHours(-1));
        Pause(second, "a", 2, TimeSpan.FromSeconds(8), at: Rig.Time.GetUtcNow().AddHours(-1));

        Assert.Equal(
            [("a", 8.0), ("b", 100.0)],
            second.ReadRememberedPauses().OrderBy(known => known.Endpoint, StringComparer.Ordinal)
                .Select(known => (known.Endpoint, (known.Until - known.AskedAt).TotalSeconds)));
    }

    private void Pass(double seconds) => Rig.Time.Advance(TimeSpan.FromSeconds(seconds));

    private void Pause(LegUnderTest run, string endpoint, int number, TimeSpan length, long sent = 0, double? perMinute = null, DateTimeOffset? at = null)
    {
        DateTimeOffset asked = at ?? Rig.Time.GetUtcNow();
        run.RecordPause(new PauseRow(endpoint, number, 429, asked, asked + length, sent, TimeSpan.FromSeconds(3), perMinute));
    }
}
