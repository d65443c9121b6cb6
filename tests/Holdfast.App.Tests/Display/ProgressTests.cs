using Microsoft.Extensions.Time.Testing;

namespace Holdfast.App.Tests;

public sealed class ProgressTests
{
    private static readonly ProgressSnapshot s_busy = new()
    {
        Action = "gather-things",
        Read = "40 pages  800 seen",
        Known = 800,
        Done = 312,
        SiteTotal = 15_920,
        Rate = 24.06,
        Incidents = 1,
        State = SessionState.Alive,
        Generation = 2,
        InFlight = 4,
    };

    private static readonly ProgressPause s_pause = new("k.example/api/people/*", 429, LedgerMaker.Start, TimeSpan.FromSeconds(100), 0, "first");

    [Fact]
    public void Format_Busy() => Assert.Equal(
        "gather-things  40 pages  800 seen  312 of 15,920 done (1%)  24.1/s  about 10 min 49 s left  |  session alive, generation 2  1 incident",
        ProgressLine.Format(s_busy));

    [Fact]
    public void Format_NothingKnown_EstimatesNothing() => Assert.Equal(
        "gather-things  0 done  |  session not started",
        ProgressLine.Format(new ProgressSnapshot { Action = "gather-things" }));

    [Fact]
    public void Format_SiteCountsTooFew_TrustsTheList() =>
        Assert.Contains("312 of 800 done (39%)", ProgressLine.Format(s_busy with { SiteTotal = 10 }), StringComparison.Ordinal);

    [Fact]
    public void Format_OneLeft_IsNotAHundredPercent() => Assert.Contains(
        "799 of 800 done (99%)", ProgressLine.Format(s_busy with { IsAllKnown = true, Done = 799 }), StringComparison.Ordinal);

    [Fact]
    public void Format_Stalled_HasNoTimeLeft() =>
        Assert.DoesNotContain("left", ProgressLine.Format(s_busy with { Rate = 0 }), StringComparison.Ordinal);

    [Theory]
    [InlineData(1, 4, "  stopping")]
    [InlineData(9, 4, "  stopping for 9 s: waiting for 4 calls in flight, then the batch is committed")]
    [InlineData(9, 0, "  stopping for 9 s: waiting for the batches in flight to be committed")]
    public void Format_Stopping_SaysWhatItWaitsFor(int seconds, int inFlight, string expected)
    {
        string line = ProgressLine.Format(s_busy with { Stopping = TimeSpan.FromSeconds(seconds), InFlight = inFlight });

        Assert.EndsWith(expected, line, StringComparison.Ordinal);
        Assert.DoesNotContain("left", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Format_SiteAskedForAPause_SaysHowLongUntilWhenAndWhere()
    {
        const string Waiting = "waiting for 1 min 40 s, until 2026-07-01 22:00:00Z: HTTP 429 from k.example/api/people/*";
        ProgressSnapshot now = s_busy with { Pause = s_pause };

        Assert.EndsWith($"  |  session alive, generation 2  1 incident  |  {Waiting}", ProgressLine.Format(now), StringComparison.Ordinal);
        Assert.Equal($"  {Waiting}", ProgressLine.FormatLive(now, 200)[2]);
        Assert.EndsWith($"{Waiting} and 2 more endpoints", ProgressLine.Format(s_busy with { Pause = s_pause with { Others = 2 } }), StringComparison.Ordinal);
        Assert.Equal(2, ProgressLine.FormatLive(s_busy, 200).Count);
    }

    /// <summary>A browser that is killed while the session opens is no incident, and must not look like a start that takes its time.</summary>
    [Theory]
    [InlineData(SessionState.Opening, "session opening, attempt 2: launch failed (the new session died: BrowserExited)  1 incident")]
    [InlineData(SessionState.Recovering, "session recovering, generation 2, attempt 2: launch failed (the new session died: BrowserExited)  1 incident")]
    [InlineData(SessionState.Alive, "session alive, generation 2  1 incident")]
    public void Format_AttemptFailed_SaysWhichAndWhy(SessionState state, string expected) => Assert.EndsWith(
        $"  |  {expected}",
        ProgressLine.Format(s_busy with { State = state, Failed = new FailedAttempt(1, "launch", "the new session died: BrowserExited") }),
        StringComparison.Ordinal);

    [Fact]
    public void Format_AttemptFailedWithALongReason_IsCut() => Assert.Contains(
        $"launch failed ({new string('x', 100)}...)",
        ProgressLine.Format(s_busy with { State = SessionState.Opening, Failed = new FailedAttempt(1, "launch", new string('x', 300)) }),
        StringComparison.Ordinal);

    [Fact]
    public void Format_SiteIsAskedWhoWeAre_DoesNotTalkOfDeath()
    {
        ProgressSnapshot now = s_busy with { State = SessionState.Suspected };

        Assert.EndsWith(
            "  |  checking the login, generation 2  1 incident", ProgressLine.Format(now with { IsCheckingLogin = true }), StringComparison.Ordinal);
        Assert.EndsWith("  |  session suspected dead, generation 2  1 incident", ProgressLine.Format(now), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reporter_Plain_SpeaksWhenAnAttemptFails()
    {
        StringWriter output = new();
        ProgressSnapshot now = s_busy with { State = SessionState.Opening };
        ProgressReporter reporter = new(
            () => Task.FromResult<ProgressSnapshot?>(now), new Screen(output, output, TerminalTraits.Plain), new FakeTimeProvider(), TimeSpan.FromSeconds(30));
        foreach (FailedAttempt? failed in (FailedAttempt?[])[null, new(1, "launch", "gone"), new(1, "launch", "gone"), new(2, "launch", "gone")])
        {
            now = now with { Failed = failed };
            await reporter.ShowAsync();
        }

        Assert.Equal(3, output.ToString().Count(letter => letter == '\n'));
    }

    /// <summary>What somebody looks for first in a narrow terminal.</summary>
    [Theory]
    [InlineData(120, "gather-things  40 pages  800 seen  312 of 15,920 done (1%)  24.1/s  about 10 min 49 s left")]
    [InlineData(80, "gather-things  312 of 15,920 done (1%)  24.1/s  about 10 min 49 s left")]
    [InlineData(70, "gather-things  312 of 15,920 done (1%)  about 10 min 49 s left")]
    [InlineData(60, "312 of 15,920 done (1%)  about 10 min 49 s left")]
    [InlineData(40, "312 of 15,920 done (1%)")]
    [InlineData(10, "312 of 15,920 done (1%)")]
    public void FormatLive_Narrow_KeepsTheShareDone(int width, string expected) =>
        Assert.Equal(expected, ProgressLine.FormatLive(s_busy, width)[0]);

    [Fact]
    public void Rate_SlidesAndNeverFallsBelowZero()
    {
        FakeTimeProvider time = new();
        RateWindow window = new(TimeSpan.FromSeconds(10), time);

        Assert.Null(window.Add(100));
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(20, window.Add(300));
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(0, window.Add(300));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, window.Add(0));
    }

    [Fact]
    public async Task Reporter_Plain_SpeaksAtChangesAndNowAndThen()
    {
        FakeTimeProvider time = new();
        StringWriter output = new();
        ProgressSnapshot now = s_busy;
        ProgressReporter reporter = new(
            () => Task.FromResult<ProgressSnapshot?>(now), new Screen(output, output, TerminalTraits.Plain), time, TimeSpan.FromSeconds(30));
        int Lines() => output.ToString().Count(letter => letter == '\n');

        await reporter.ShowAsync();
        Assert.Equal(1, Lines());
        now = s_busy with { Done = 400 };
        await reporter.ShowAsync();
        Assert.Equal(1, Lines());
        now = s_busy with { State = SessionState.Recovering };
        await reporter.ShowAsync();
        Assert.Equal(2, Lines());
        time.Advance(TimeSpan.FromSeconds(29));
        await reporter.ShowAsync();
        Assert.Equal(2, Lines());
        time.Advance(TimeSpan.FromSeconds(1));
        await reporter.ShowAsync();
        Assert.Equal(3, Lines());
    }

    [Fact]
    public async Task Reporter_Plain_SpeaksWhenAPauseBeginsAndEnds()
    {
        StringWriter output = new();
        ProgressSnapshot now = s_busy;
        ProgressReporter reporter = new(
            () => Task.FromResult<ProgressSnapshot?>(now), new Screen(output, output, TerminalTraits.Plain), new FakeTimeProvider(), TimeSpan.FromSeconds(30));
        foreach (ProgressPause? pause in (ProgressPause?[])
            [null, s_pause, s_pause with { Left = TimeSpan.FromSeconds(1) }, s_pause with { Identity = "second" }, null])
        {
            now = s_busy with { Pause = pause };
            await reporter.ShowAsync();
        }

        string[] lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal([false, true, true, false], lines.Select(line => line.Contains("waiting for", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Reporter_LedgerOutOfReach_AsksAgainAndEndsQuietly()
    {
        FakeTimeProvider time = new();
        StringWriter output = new();
        TaskCompletionSource second = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int asked = 0;
        ProgressReporter reporter = new(
            () =>
            {
                if (++asked == 2)
                {
                    second.SetResult();
                }

                throw new IOException("busy");
            },
            new Screen(output, output, TerminalTraits.Plain),
            time,
            TimeSpan.FromSeconds(30));
        using CancellationTokenSource over = new();

        Task reporting = reporter.RunAsync(over.Token);
        time.Advance(TimeSpan.FromSeconds(1));
        await second.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await over.CancelAsync();
        await reporting.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Empty(output.ToString());
    }
}
