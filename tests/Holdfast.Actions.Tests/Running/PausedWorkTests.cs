using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Actions.Tests.Running;

/// <summary>A site that wants to be left alone for long is no site that fails, and the time of a batch is its own.</summary>
public sealed class PausedWorkTests
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_pause = TimeSpan.FromMinutes(12);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_TwoPausesThatTogetherOutlastTheTimeout_EndsWell()
    {
        ConcurrentDictionary<string, bool> refused = [];
        await using BusySite busy = await StartAsync();
        busy.Refuses = path => path != "/me" && refused.TryAdd(path, true);
        Task<int> work = RunAsync(busy, async (context, token) =>
        {
            using HttpResponseMessage first = await context.Http.GetAsync("/x", token);
            using HttpResponseMessage second = await context.Http.GetAsync("/y", token);
            return (first.StatusCode, second.StatusCode) == (HttpStatusCode.OK, HttpStatusCode.OK) ? 1 : 0;
        });
        await PassTwoPausesAsync(busy);
        Assert.Equal(1, await work.WaitAsync(s_soon, Token));
        Assert.Equal((2, 2), (busy.Site.Count("GET /x"), busy.Site.Count("GET /y")));
    }

    [Fact]
    public async Task Run_WaitsTwiceForItsTurn_EndsWell()
    {
        await using BusySite busy = await StartAsync(static options => options.MaxThrottleWait = TimeSpan.FromHours(1));
        busy.Open = true;
        DateTimeOffset now = busy.Time.GetUtcNow();
        busy.Rig.Http.Throttle.Restore([Held("x", s_pause), Held("y", s_pause * 2)]);
        Task<int> work = RunAsync(busy, async (context, token) =>
        {
            using HttpResponseMessage first = await context.Http.GetAsync("/x", token);
            using HttpResponseMessage second = await context.Http.GetAsync("/y", token);
            return 1;
        });
        await PassTwoPausesAsync(busy);
        Assert.Equal(1, await work.WaitAsync(s_soon, Token));

        RememberedPause Held(string name, TimeSpan left) => new($"{busy.Site.Address.Authority}/{name}", now, now + left, null);
    }

    [Fact]
    public async Task Run_TokenIsFetchedAfterTwoPauses_EndsWell()
    {
        int asked = 0;
        await using BusySite busy = await StartAsync(static options =>
        {
            options.MaxThrottleWait = TimeSpan.FromHours(1);
            options.CsrfToken = static async (client, token) => await client.GetStringAsync("/token", token);
        });
        busy.Refuses = path => path == "/token" && ++asked <= 2;
        Task<int> work = RunAsync(busy, async (context, token) =>
        {
            using HttpResponseMessage response = await context.Http.PostAsync("/x", null, token);
            return 1;
        });
        await PassTwoPausesAsync(busy);
        Assert.Equal(1, await work.WaitAsync(s_soon, Token));
        Assert.Equal((3, 1), (busy.Site.Count("GET /token"), busy.Site.Count("POST /x")));
    }

    [Fact]
    public async Task Run_ProofWaitsForTwoPauses_EndsWell()
    {
        int asked = 0;
        await using BusySite busy = await StartAsync(options =>
        {
            options.MaxThrottleWait = TimeSpan.FromHours(1);
            options.WhoAmI = static async (client, token) => Identity.Member($"ann{await client.GetStringAsync("/who", token)}");
        });
        busy.Refuses = path => path == "/who" && ++asked <= 2;
        Task<int> work = RunAsync(busy, async (context, token) =>
        {
            using HttpResponseMessage response = await context.Http.GetAsync("/x", token);
            return 1;
        });
        await PassTwoPausesAsync(busy);
        Assert.Equal(1, await work.WaitAsync(s_soon, Token));
    }

    [Fact]
    public async Task Run_HangsAfterAPause_EndsWhenItsOwnTimeIsUsedUp()
    {
        await using BusySite busy = await StartAsync();
        TaskCompletionSource answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<int> work = RunAsync(busy, async (context, token) =>
        {
            using HttpResponseMessage response = await context.Http.GetAsync("/x", token);
            answered.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            return 1;
        });
        await busy.Time.PausedAsync();
        busy.Open = true;
        busy.Time.Advance(s_pause);
        await answered.Task.WaitAsync(s_soon, Token);
        busy.Time.Advance(TimeSpan.FromMinutes(20) - TimeSpan.FromMilliseconds(1));
        Assert.False(work.IsCompleted);
        busy.Time.Advance(TimeSpan.FromMilliseconds(1));
        WorkFailedException failed = await Assert.ThrowsAsync<WorkFailedException>(() => work.WaitAsync(s_soon, Token));
        Assert.IsType<TimeoutException>(failed.InnerException);
    }

    private static async Task<BusySite> StartAsync(Action<SessionHttpOptions>? options = null)
    {
        BusySite busy = await BusySite.StartAsync(429, "720", options);
        busy.Time.IsPause = static due => due == s_pause;
        return busy;
    }

    private static async Task PassTwoPausesAsync(BusySite busy)
    {
        for (int pause = 0; pause < 2; pause++)
        {
            await busy.Time.PausedAsync();
            busy.Time.Advance(s_pause);
        }
    }

    private static async Task<int> RunAsync(BusySite busy, Func<GatherContext, CancellationToken, Task<int>> fetch)
    {
        using StopSignal never = new(CancellationToken.None);
        WorkPipeline pipeline = new(
            busy.Rig.Services.GetRequiredService<ISessionManager>(),
            busy.Rig.Http,
            new Flight(),
            new RunSettings(),
            busy.Time,
            static _ => Task.CompletedTask,
            static _ => { },
            static _ => { });
        return await pipeline.DoAsync(new Fetching(fetch), never);
    }

    private sealed class Fetching(Func<GatherContext, CancellationToken, Task<int>> fetch) : LeasedWork<int, int>
    {
        public override TimeSpan Timeout => TimeSpan.FromMinutes(20);

        public override Task<int> FetchAsync(LeasedHttp calls, CancellationToken cancellationToken) => fetch(new GatherContext(calls), cancellationToken);

        public override Task<int> CommitAsync(int fetched, SessionLease lease) => Task.FromResult(fetched);
    }
}
