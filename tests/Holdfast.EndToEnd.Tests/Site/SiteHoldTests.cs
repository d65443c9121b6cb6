using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests.Site;

public sealed class SiteHoldTests : SiteTestBase
{
    [Fact]
    public async Task Wait_ThirdHeldRequest_ReportsTheMomentAndWhatIsPending()
    {
        await Mary.LoginAsync();
        Control.Hold("/api/profiles");
        Task<ArrivalReport> reached = Control.WaitAsync("/api/profiles", 3, Deadline, cancellationToken: Cancel);
        List<Task<SiteReply>> calls = new() { Mary.GetAsync("/api/profiles/m00001"), Mary.GetAsync("/api/profiles/m00002") };
        await Control.WaitAsync("/api/profiles", 2, Deadline, cancellationToken: Cancel);
        Assert.False(reached.IsCompleted);
        calls.Add(Mary.GetAsync("/api/profiles/m00004"));

        // Two of the login, three of the profiles.
        Assert.Equal(new ArrivalReport(3, 3, 5, TimedOut: false), await reached);
        Assert.Equal(3, Control.Counts().Pending);
        Assert.All(calls, c => Assert.False(c.IsCompleted));

        Control.Release();
        Assert.All(await Task.WhenAll(calls), r => Assert.Equal(200, r.Status));
        Assert.Equal([0, 1, 2], Control.Log(from: 3).Entries.Select(e => e.PendingAtArrival));
        Assert.Equal(0, Control.Counts().Pending);
    }

    [Fact]
    public async Task Wait_CountAlreadyReached_ReturnsAtOnceAndSinceStartsAfresh()
    {
        await Mary.LoginAsync();

        ArrivalReport login = await Control.WaitAsync("/login", 2, Deadline, cancellationToken: Cancel);
        ArrivalReport afresh = await Control.WaitAsync("/login", 1, TimeSpan.FromMilliseconds(50), since: login.Sequence, cancellationToken: Cancel);

        Assert.Equal(new ArrivalReport(2, 0, 2, TimedOut: false), login);
        Assert.Equal(new ArrivalReport(0, 0, 2, TimedOut: true), afresh);
    }

    [Fact]
    public async Task Hold_ReleasedAfterExpiry_FindsTheSessionGone()
    {
        await Mary.LoginAsync();
        int hold = Control.Hold("GET /api/me$");
        Task<SiteReply> call = Mary.GetAsync("/api/me");
        await Control.WaitAsync("/api/me", 1, Deadline, cancellationToken: Cancel);
        Control.ExpireSessions();
        Control.Release(hold);

        Assert.Equal(401, (await call).Status);
    }

    [Fact]
    public async Task Hold_AtArrivalAndCallerGone_LeavesNoEffectAndIsLoggedAborted()
    {
        await Mary.LoginAsync();
        string token = await Mary.TokenAsync();
        Control.Hold("POST /api/notes");
        await AbandonNoteAsync(token);

        Assert.Empty(Control.Notes());
        SiteLogEntry last = Control.Log().Entries[^1];
        Assert.Equal((RequestOutcome.Aborted, 0), (last.Outcome, last.Status));
    }

    [Fact]
    public async Task Hold_AtAnswerAndCallerGone_LeavesTheEffect()
    {
        await Mary.LoginAsync();
        string token = await Mary.TokenAsync();
        Control.Hold("POST /api/notes", HoldStage.Answer);
        await AbandonNoteAsync(token);

        Assert.Single(Control.Notes());
        Assert.Equal(RequestOutcome.Aborted, Control.Log().Entries[^1].Outcome);
    }

    [Fact]
    public async Task Dispose_WithAHeldRequest_DoesNotHang()
    {
        await Mary.LoginAsync();
        Control.Hold("/api");
        Task<SiteReply> call = Mary.GetAsync("/api/me");
        await Control.WaitAsync("/api/me", 1, Deadline, cancellationToken: Cancel);

        await DisposeAsync().AsTask().WaitAsync(Deadline, TimeProvider.System, Cancel);
        await Assert.ThrowsAnyAsync<Exception>(() => call);
    }

    private async Task AbandonNoteAsync(string token)
    {
        using SiteVisitor leaver = new(Url);
        foreach ((string name, string value) in Mary.Cookies)
        {
            leaver.Cookies[name] = value;
        }

        Task<SiteReply> call = leaver.PostAsync("/api/notes", """{"id":"m00001","text":"lost?"}""", token);
        // The hold itself is the event: from then on nothing moves until the caller leaves.
        await PollAsync(() => Control.Counts().Held == 1);
        leaver.Dispose();
        await Assert.ThrowsAnyAsync<Exception>(() => call);
        await PollAsync(() => Control.Counts().Pending == 0);
    }

    private static async Task PollAsync(Func<bool> condition)
    {
        using CancellationTokenSource deadline = new(Deadline, TimeProvider.System);
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, deadline.Token);
        }
    }
}
