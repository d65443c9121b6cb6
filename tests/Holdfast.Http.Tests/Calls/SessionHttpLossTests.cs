using Microsoft.AspNetCore.Http;
using Polly.Timeout;

namespace Holdfast.Http.Tests;

/// <summary>The session dies while calls run: each ends at once, as what it is, and nothing more reaches the site.</summary>
public sealed class SessionHttpLossTests
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(5);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_LeaseAlreadyLost_NothingSent()
    {
        await using TestSite site = await TestSite.StartAsync((_, _) => Task.CompletedTask);
        await using HttpRig rig = await HttpRig.StartAsync(site);
        rig.Kill();
        await Assert.ThrowsAsync<SessionLostException>(() => rig.Client.GetAsync("/x", Token));
        Assert.Equal(0, site.Count("GET /x"));
    }

    /// <summary>The connection is one that was used before, as it mostly is: .NET takes its end for a race and would send again.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Post_SiteClosesTheConnectionWithoutAnAnswer_IsNotSentAgain(bool hasBody)
    {
        await using ClosingSite site = new();
        await using TestSite identity = await TestSite.StartAsync((_, _) => Task.CompletedTask);
        await using HttpRig rig = await HttpRig.StartAsync(identity, http => http.MaxRetries = 0);
        (await rig.Client.GetAsync(new Uri(site.Address, "/first"), Token)).EnsureSuccessStatusCode();
        using StringContent? body = hasBody ? new StringContent("text") : null;
        await Assert.ThrowsAsync<HttpRequestException>(() => rig.Client.PostAsync(new Uri(site.Address, "/send"), body, Token));
        Assert.Equal(1, site.Posts);
    }

    [Fact]
    public async Task Call_LostWhileWaitingForTheAnswer_EndsAtOnce()
    {
        await using Hanging hanging = await Hanging.StartAsync();
        Task<HttpResponseMessage> call = hanging.Rig.Client.GetAsync("/x", Token);
        await hanging.Arrived;
        hanging.Rig.Kill();
        await Assert.ThrowsAsync<SessionLostException>(() => call.WaitAsync(s_soon, Token));
        Assert.Equal(1, hanging.Site.Count("GET /x"));
    }

    [Fact]
    public async Task Call_LostWhileTheBodyStreams_EndsAtOnce()
    {
        TaskCompletionSource streaming = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TestSite site = await TestSite.StartAsync(async (_, context) =>
        {
            await context.Response.WriteAsync("the first half", Token);
            await context.Response.Body.FlushAsync(Token);
            streaming.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        await using HttpRig rig = await HttpRig.StartAsync(site);
        Task<HttpResponseMessage> call = rig.Client.GetAsync("/x", HttpCompletionOption.ResponseHeadersRead, Token);
        await streaming.Task.WaitAsync(s_soon, Token);
        rig.Kill();
        await Assert.ThrowsAsync<SessionLostException>(() => call.WaitAsync(s_soon, Token));
    }

    [Fact]
    public async Task Retry_LostBetweenAttempts_NoFurtherAttempt()
    {
        HttpRig? rig = null;
        await using TestSite site = await TestSite.StartAsync((_, context) =>
        {
            context.Response.StatusCode = 500;
            context.Response.OnCompleted(() =>
            {
                rig!.Kill();
                return Task.CompletedTask;
            });
            return Task.CompletedTask;
        });
        rig = await HttpRig.StartAsync(site, options => options.RetryDelay = TimeSpan.FromSeconds(20));
        await using HttpRig _ = rig;
        await Assert.ThrowsAsync<SessionLostException>(() => rig.Client.GetAsync("/x", Token));
        Assert.Equal(1, site.Count("GET /x"));
    }

    [Fact]
    public async Task Retry_TimeOutOutrunsTheDeath_NoFurtherAttempt()
    {
        // The attempt's own timer has fired, Polly speaks of a time-out and would retry; but the lease is dead by then.
        HttpRig? rig = null;
        await using TestSite site = await TestSite.StartAsync((_, context) =>
            Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));
        rig = await HttpRig.StartAsync(site, options =>
        {
            options.AttemptTimeout = TimeSpan.FromMilliseconds(50);
            options.IsRepeatable = _ =>
            {
                rig!.Kill();
                return true;
            };
        });
        await using HttpRig _ = rig;
        await Assert.ThrowsAsync<SessionLostException>(() => rig.Client.GetAsync("/x", Token));
        Assert.Equal(1, site.Count("GET /x"));
    }

    [Fact]
    public async Task Predicate_ThrowsAWrapperAfterTheDeath_LeaseHasTheLastWord()
    {
        HttpRig? rig = null;
        await using TestSite site = await TestSite.StartAsync((_, _) => Task.CompletedTask);
        rig = await HttpRig.StartAsync(site, options => options.LooksLoggedOut = answer =>
        {
            if (answer.Uri.AbsolutePath != "/x")
            {
                return false;
            }

            rig!.Kill();
            throw new TimeoutRejectedException("wrapped");
        });
        await using HttpRig _ = rig;
        await Assert.ThrowsAsync<SessionLostException>(() => rig.Client.GetAsync("/x", Token));
    }

    [Fact]
    public async Task Client_CallersTokenFiresWithTheDeath_RunTellsTheTruth()
    {
        await using Hanging hanging = await Hanging.StartAsync();
        using CancellationTokenSource linked = CancellationTokenSource.CreateLinkedTokenSource(hanging.Rig.Lease.Lost, Token);

        // HttpClient alone makes a plain TaskCanceledException of it, if the caller's token fires first.
        Task<HttpResponseMessage> bare = hanging.Rig.Client.GetAsync("/x", linked.Token);
        Task<string> whole = hanging.Rig.Batch.RunAsync((client, token) => client.GetStringAsync("/x", token), Token);
        await hanging.Arrived;
        hanging.Rig.Kill();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bare.WaitAsync(s_soon, Token));
        await Assert.ThrowsAsync<SessionLostException>(() => whole.WaitAsync(s_soon, Token));
    }

    [Fact]
    public async Task RunAsync_ParallelForEach_SessionLostAndNoFurtherCall()
    {
        await using Hanging hanging = await Hanging.StartAsync();
        Task<int> work = hanging.Rig.Batch.RunAsync(
            async (client, token) =>
            {
                await Parallel.ForEachAsync(
                    Enumerable.Range(0, 20),
                    new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = token },
                    async (i, inner) => await client.GetAsync($"/item/{i}", inner));
                return 1;
            },
            Token);
        await hanging.Arrived;
        hanging.Rig.Kill();
        await Assert.ThrowsAsync<SessionLostException>(() => work.WaitAsync(s_soon, Token));
        Assert.InRange(hanging.Site.Log.Count(line => line.StartsWith("GET /item", StringComparison.Ordinal)), 1, 2);
    }

    [Fact]
    public async Task RunAsync_WhenAll_SessionLost()
    {
        await using Hanging hanging = await Hanging.StartAsync();
        Task<HttpResponseMessage[]> work = hanging.Rig.Batch.RunAsync(
            (client, token) => Task.WhenAll(Enumerable.Range(0, 5).Select(i => client.GetAsync($"/item/{i}", token))), Token);
        await hanging.Arrived;
        hanging.Rig.Kill();
        await Assert.ThrowsAsync<SessionLostException>(() => work.WaitAsync(s_soon, Token));
    }

    [Fact]
    public async Task RunAsync_WorkSwallowsTheDeath_StillSessionLost()
    {
        await using TestSite site = await TestSite.StartAsync((_, _) => Task.CompletedTask);
        await using HttpRig rig = await HttpRig.StartAsync(site);
        await Assert.ThrowsAsync<SessionLostException>(() => rig.Batch.RunAsync(
            (_, _) =>
            {
                rig.Kill();
                return Task.FromResult(1);
            },
            Token));
    }

    [Fact]
    public async Task Caller_CancelsOnALivingLease_OwnCancellation()
    {
        await using Hanging hanging = await Hanging.StartAsync();
        using CancellationTokenSource mine = new();
        Task<HttpResponseMessage> call = hanging.Rig.Client.GetAsync("/x", mine.Token);
        await hanging.Arrived;
        await mine.CancelAsync();
        OperationCanceledException thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.IsNotType<SessionLostException>(thrown);
        Assert.False(hanging.Rig.Lease.IsLost);
    }

    [Fact]
    public async Task Cookies_LateAnswerOfALostGeneration_NotInTheNextJar()
    {
        TaskCompletionSource release = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        string? cookies = null;
        await using TestSite site = await TestSite.StartAsync(async (_, context) =>
        {
            cookies = context.Request.Headers.Cookie.ToString();
            if (context.Request.Path == "/late")
            {
                arrived.TrySetResult();
                await release.Task.WaitAsync(s_soon, Token);
                context.Response.Headers.SetCookie = "sid=late; Path=/";
            }
        });
        await using HttpRig rig = await HttpRig.StartAsync(site);
        Task<HttpResponseMessage> call = rig.Client.GetAsync("/late", Token);
        await arrived.Task.WaitAsync(s_soon, Token);
        rig.Kill();
        SessionLease next = await rig.NextLeaseAsync();
        release.SetResult();
        await Assert.ThrowsAsync<SessionLostException>(() => call);
        using LeasedHttp batch = rig.Http.ForLease(next);
        await batch.Client.GetAsync("/x", Token);
        Assert.Equal(2, next.Generation);
        Assert.Equal("sid=s1", cookies);
    }

    private sealed class Hanging : IAsyncDisposable
    {
        private readonly TaskCompletionSource _arrived;

        private Hanging(TestSite site, HttpRig rig, TaskCompletionSource arrived) => (Site, Rig, _arrived) = (site, rig, arrived);

        public TestSite Site { get; }

        public HttpRig Rig { get; }

        public Task Arrived => _arrived.Task.WaitAsync(s_soon, Token);

        public static async Task<Hanging> StartAsync(Action<SessionHttpOptions>? configure = null)
        {
            TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
            TestSite site = await TestSite.StartAsync((_, context) =>
            {
                arrived.TrySetResult();
                return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
            });
            return new Hanging(site, await HttpRig.StartAsync(site, configure), arrived);
        }

        public async ValueTask DisposeAsync()
        {
            await Rig.DisposeAsync();
            await Site.DisposeAsync();
        }
    }
}
