using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Holdfast.Http.Tests;

public sealed class ThrottleTests
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", 429, "120", 120)]
    [InlineData("POST", 429, "120", 120)]
    [InlineData("GET", 503, "120", 120)]
    [InlineData("GET", 429, null, 10)]
    [InlineData("GET", 429, "date", 60)]
    [InlineData("GET", 429, "0", 1)]
    public async Task Pause_Asked_WaitedOutAndSentAgain(string method, int status, string? retryAfter, int seconds)
    {
        await using BusySite busy = await BusySite.StartAsync(status, retryAfter);
        Task<HttpResponseMessage> call = SendAsync(busy.Rig.Client, method);
        await busy.Time.PausedAsync();
        busy.Open = true;
        busy.Time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, busy.Site.Count($"{method} /x"));
        busy.Time.Advance(TimeSpan.FromMilliseconds(1));
        using HttpResponseMessage response = await call.WaitAsync(s_soon, Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(2, busy.Site.Count($"{method} /x"));
    }

    [Theory]
    [InlineData("POST", 503, "120")]
    [InlineData("GET", 429, "901")]
    public async Task Pause_MayNotOrTooLong_AnswerIsHandedOut(string method, int status, string retryAfter)
    {
        await using BusySite busy = await BusySite.StartAsync(status, retryAfter);
        using HttpRequestMessage request = new(new HttpMethod(method), "/x");
        using HttpResponseMessage response = await busy.Rig.Client.SendAsync(request, Token).WaitAsync(s_soon, Token);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(1, busy.Site.Count($"{method} /x"));
    }

    [Theory]
    [InlineData("GET", "5", 5, true)]
    [InlineData("GET", null, 10, true)]
    [InlineData("POST", "5", 5, false)]
    public async Task Pause_AskedInTheSitesOwnWay_WaitedOutIfRepeatable(string method, string? retryAfter, int seconds, bool repeated)
    {
        await using BusySite busy = await BusySite.StartAsync(200, retryAfter, options => options.AsksForPause = answer => answer.Headers.Date?.Year == 1994);
        Task<HttpResponseMessage> call = SendAsync(busy.Rig.Client, method);
        if (repeated)
        {
            await busy.Time.PausedAsync();
            busy.Open = true;
            busy.Time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            Assert.Equal(1, busy.Site.Count($"{method} /x"));
            busy.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        using HttpResponseMessage response = await call.WaitAsync(s_soon, Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(repeated ? 2 : 1, busy.Site.Count($"{method} /x"));
    }

    [Fact]
    public async Task Pause_AskedOfOne_HoldsBackTheOthersOfItsEndpoint()
    {
        await using BusySite busy = await BusySite.StartAsync(429, "60");
        Task<HttpResponseMessage> first = busy.Rig.Client.GetAsync("/x/1?page=1", Token);
        await busy.Time.PausedAsync();
        busy.Open = true;
        Task<HttpResponseMessage> second = busy.Rig.Client.GetAsync("/x/2", Token);
        await busy.Time.PausedAsync();
        using HttpResponseMessage elsewhere = await busy.Rig.Client.GetAsync("/y", Token).WaitAsync(s_soon, Token);
        busy.Time.Advance(TimeSpan.FromSeconds(59.999));
        Assert.Equal((1, 0, 1), (busy.Site.Count("GET /x/1"), busy.Site.Count("GET /x/2"), busy.Site.Count("GET /y")));
        busy.Time.Advance(TimeSpan.FromMilliseconds(1));
        await Task.WhenAll(first, second).WaitAsync(s_soon, Token);
        Assert.Equal(1, busy.Site.Count("GET /x/2"));
    }

    [Fact]
    public async Task Pause_AskedOfTwoEndpoints_HoldsTheHost()
    {
        await using BusySite busy = await BusySite.StartAsync(429, "60");
        Task<HttpResponseMessage> first = busy.Rig.Client.GetAsync("/x", Token);
        await busy.Time.PausedAsync();
        Task<HttpResponseMessage> second = busy.Rig.Client.GetAsync("/y", Token);
        await busy.Time.PausedAsync();
        busy.Open = true;
        Task<HttpResponseMessage> third = busy.Rig.Client.GetAsync("/z", Token);
        await busy.Time.PausedAsync();
        Assert.Equal(0, busy.Site.Count("GET /z"));
        await busy.Time.AdvanceUntilAsync(TimeSpan.FromSeconds(60), Task.WhenAll(first, second, third));
        Assert.Equal(1, busy.Site.Count("GET /z"));
    }

    /// <summary>An endpoint that had its turn, but was overtaken by a pause before it came to the wire.</summary>
    [Fact]
    public async Task Pause_BetweenTurnAndWire_IsNotSentEarly()
    {
        await using BusySite busy = await BusySite.StartAsync(429, "60");
        TaskCompletionSource<int> entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        SlowContent content = new(entered);
#pragma warning disable CA2025 // It is awaited below.
        Task<HttpResponseMessage> overtaken = busy.Rig.Client.PostAsync("/x", content, Token);
#pragma warning restore CA2025
        await entered.Task.WaitAsync(s_soon, Token);
        Task<HttpResponseMessage> refused = busy.Rig.Client.GetAsync("/x", Token);
        await busy.Time.PausedAsync();
        busy.Open = true;
        content.Go.SetResult();
        await busy.Time.PausedAsync();
        Assert.Equal(0, busy.Site.Count("POST /x"));
        busy.Time.Advance(TimeSpan.FromSeconds(60));
        await Task.WhenAll(overtaken, refused).WaitAsync(s_soon, Token);
        Assert.Equal(1, busy.Site.Count("POST /x"));
    }

    [Fact]
    public async Task Pause_WhileARetryWaits_TheRetryWaitsForItsEnd()
    {
        await using BusySite busy = await BusySite.StartAsync(500, null, options =>
        {
            options.MaxRetries = 3;
            options.RetryDelay = TimeSpan.FromSeconds(44);
            options.MaxRetryDelay = TimeSpan.FromSeconds(44);
        });
        Task<HttpResponseMessage> failed = busy.Rig.Client.GetAsync("/x/1", Token);
        await busy.Time.PausedAsync();
        (busy.Status, busy.RetryAfter) = (429, "60");
        Task<HttpResponseMessage> refused = busy.Rig.Client.GetAsync("/x/2", Token);
        await busy.Time.PausedAsync();
        busy.Open = true;
        busy.Time.Advance(TimeSpan.FromSeconds(45));
        await busy.Time.PausedAsync();
        busy.Time.Advance(TimeSpan.FromSeconds(14.999));
        Assert.Equal(1, busy.Site.Count("GET /x/1"));
        busy.Time.Advance(TimeSpan.FromMilliseconds(1));

        // One call in a second was too much: the second one has its turn two seconds later.
        await Task.WhenAny(failed, refused).WaitAsync(s_soon, Token);
        await busy.Time.PausedAsync();
        busy.Time.Advance(TimeSpan.FromSeconds(2));
        await Task.WhenAll(failed, refused).WaitAsync(s_soon, Token);
        Assert.Equal(2, busy.Site.Count("GET /x/1"));
    }

    [Fact]
    public async Task Pause_WhereARedirectLeads_WaitsForItsEnd()
    {
        await using BusySite busy = await BusySite.StartAsync(429, "20");
        busy.Refuses = static path => path == "/x";
        Task<HttpResponseMessage> refused = busy.Rig.Client.GetAsync("/x", Token);
        await busy.Time.PausedAsync();
        busy.Redirect = "/x";
        Task<HttpResponseMessage> redirected = busy.Rig.Client.PostAsync("/door", null, Token);
        await busy.Time.PausedAsync();
        Assert.Equal((1, 1), (busy.Site.Count("POST /door"), busy.Site.Count("GET /x")));
        busy.Open = true;
        busy.Time.Advance(TimeSpan.FromSeconds(20));
        await Task.WhenAll(refused, redirected).WaitAsync(s_soon, Token);
        Assert.Equal((1, 3), (busy.Site.Count("POST /door"), busy.Site.Count("GET /x")));
    }

    /// <summary>A pause is longer than an attempt may take, so what may be repeated does not wait within one.</summary>
    [Fact]
    public async Task Pause_WhereARedirectOfWhatMayBeRepeatedLeads_BeginsAnewAfterIt()
    {
        await using BusySite busy = await BusySite.StartAsync(429, "60");
        busy.Refuses = static path => path == "/x";
        Task<HttpResponseMessage> refused = busy.Rig.Client.GetAsync("/x", Token);
        await busy.Time.PausedAsync();
        busy.Redirect = "/x";
        Task<HttpResponseMessage> redirected = busy.Rig.Client.GetAsync("/door", Token);
        await busy.Time.PausedAsync();
        Assert.Equal((1, 1), (busy.Site.Count("GET /door"), busy.Site.Count("GET /x")));
        busy.Open = true;
        await busy.Time.AdvanceUntilAsync(TimeSpan.FromSeconds(60), Task.WhenAll(refused, redirected));
        Assert.Equal((2, 3), (busy.Site.Count("GET /door"), busy.Site.Count("GET /x")));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Pause_ItsBodyDoesNotComeWhole_HoldsAllTheSame(int status)
    {
        await using BusySite busy = await BusySite.StartAsync(status, "60");
        busy.Stalls = true;
        using CancellationTokenSource given = new();
        Task<HttpResponseMessage> stalled = busy.Rig.Client.GetAsync("/x", given.Token);
        long began = TimeProvider.System.GetTimestamp();
        while (busy.Rig.Http.Throttle.HeldFor(new Uri(busy.Site.Address, "/x")) == TimeSpan.Zero && TimeProvider.System.GetElapsedTime(began) < s_soon)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Token);
        }

        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stalled.WaitAsync(s_soon, Token));
        busy.Open = true;
        Task<HttpResponseMessage> next = busy.Rig.Client.GetAsync("/x", Token);
        await busy.Time.PausedAsync();
        Assert.Equal(1, busy.Site.Count("GET /x"));
        await busy.Time.AdvanceUntilAsync(TimeSpan.FromSeconds(60), next);
    }

    /// <summary>Who does not want to wait must not ask without end either.</summary>
    [Fact]
    public async Task Pause_NoCallMayWait_HoldsLaterCallsForASecond()
    {
        await using BusySite busy = await BusySite.StartAsync(429, "60", options => options.MaxThrottleWait = TimeSpan.Zero);
        using HttpResponseMessage refused = await busy.Rig.Client.GetAsync("/x", Token).WaitAsync(s_soon, Token);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        busy.Open = true;
        Task<HttpResponseMessage> next = busy.Rig.Client.GetAsync("/x", Token);
        await busy.Time.PausedAsync();
        busy.Time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal(1, busy.Site.Count("GET /x"));
        busy.Time.Advance(TimeSpan.FromMilliseconds(1));
        using HttpResponseMessage response = await next.WaitAsync(s_soon, Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Refusal_AfterManyCalls_LaterCallsKeepToWhatItTaught()
    {
        await using BusySite busy = await BusySite.StartAsync(429, "60");
        busy.Open = true;
        for (int call = 0; call < 10; call++)
        {
            (await busy.Rig.Client.GetAsync("/x", Token)).Dispose();
            busy.Time.Advance(TimeSpan.FromSeconds(1));
        }

        busy.Open = false;
        Task<HttpResponseMessage> refused = busy.Rig.Client.GetAsync("/x", Token);
        await busy.Time.PausedAsync();
        busy.Open = true;
        busy.Time.Advance(TimeSpan.FromSeconds(60));
        await refused.WaitAsync(s_soon, Token);

        // Ten in ten seconds were too many: five.
        Task<HttpResponseMessage> next = busy.Rig.Client.GetAsync("/x", Token);
        await busy.Time.PausedAsync();
        busy.Time.Advance(TimeSpan.FromSeconds(1.999));
        Assert.Equal(12, busy.Site.Count("GET /x"));
        busy.Time.Advance(TimeSpan.FromMilliseconds(1));
        await next.WaitAsync(s_soon, Token);
        Assert.Equal(13, busy.Site.Count("GET /x"));

        // A call that is cancelled while it waits takes nobody's turn.
        using CancellationTokenSource given = new();
        Task<HttpResponseMessage> cancelled = busy.Rig.Client.GetAsync("/x", given.Token);
        await busy.Time.PausedAsync();
        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(s_soon, Token));
        Task<HttpResponseMessage> last = busy.Rig.Client.GetAsync("/x", Token);
        await busy.Time.PausedAsync();
        busy.Time.Advance(TimeSpan.FromSeconds(2));
        await last.WaitAsync(s_soon, Token);
        Assert.Equal(14, busy.Site.Count("GET /x"));
    }

    [Fact]
    public async Task Endpoint_NamedByTheUser_IsWhatIsHeldAndHoldsNoSecret()
    {
        FakeLogCollector logs = new();
        await using BusySite busy = await BusySite.StartAsync(
            429,
            "60",
            options => options.Endpoint = request => request.Method == HttpMethod.Get ? $"read \u001b[31m{request.RequestUri}" : null,
            services => services.AddLogging(logging => logging.AddProvider(new FakeLoggerProvider(logs))));
        Task<HttpResponseMessage> read = busy.Rig.Client.GetAsync("/x?token=query-secret", Token);
        await busy.Time.PausedAsync();
        busy.Open = true;
        using HttpResponseMessage written = await busy.Rig.Client.PostAsync("/x", null, Token).WaitAsync(s_soon, Token);
        Assert.Equal(HttpStatusCode.OK, written.StatusCode);
        busy.Time.Advance(TimeSpan.FromSeconds(60));
        await read.WaitAsync(s_soon, Token);
        string line = Assert.Single(logs.GetSnapshot(), record => record.Id.Id == 4301).Message;
        Assert.Contains("HTTP 429: read", line, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', line);
    }

    [Fact]
    public async Task RateLimit_OfTheUser_IsKeptForTheWholeAttemptAndRefusalsAreAskedAgain()
    {
        int together = 0;
        int most = 0;
        List<string> names = [];
        await using TestSite site = await TestSite.StartAsync(async (_, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref together));
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Token);
            Interlocked.Decrement(ref together);
        });
        await using HttpRig rig = await HttpRig.StartAsync(site, options => options.RateLimit = name =>
        {
            lock (names)
            {
                names.Add(name);
            }

            return name.EndsWith("/x/*", StringComparison.Ordinal)
                ? new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = 1, QueueLimit = 1 })
                : null;
        });
        await Task.WhenAll(Enumerable.Range(1, 5).Select(number => rig.Client.GetAsync($"/x/{number}", Token))).WaitAsync(s_soon, Token);
        Assert.Equal((1, 5), (most, site.Log.Count(line => line.StartsWith("GET /x", StringComparison.Ordinal))));
        Assert.Contains($"127.0.0.1:{site.Port}", names);
        Assert.Contains($"127.0.0.1:{site.Port}/x/*", names);
    }

    [Fact]
    public async Task RateLimit_SharedByEndpointAndHost_IsTakenOnce()
    {
        using ConcurrencyLimiter one = new(new ConcurrencyLimiterOptions { PermitLimit = 1, QueueLimit = 10 });
        await using TestSite site = await TestSite.StartAsync(static (_, _) => Task.CompletedTask);
        await using HttpRig rig = await HttpRig.StartAsync(site, options => options.RateLimit = _ => one);
        await Task.WhenAll(rig.Client.GetAsync("/x", Token), rig.Client.GetAsync("/y", Token)).WaitAsync(s_soon, Token);
        Assert.Equal(2, one.GetStatistics()!.TotalSuccessfulLeases);
    }

    /// <summary>The incident behind it: a rate limit stalled a job for an hour, and its browser died idle meanwhile.</summary>
    [Fact]
    public async Task Pause_Long_SessionIsAskedAndLives()
    {
        await using BusySite busy = await BusySite.StartAsync(429, "120");
        int probes = busy.Rig.Browser.Probe.Calls;
        Task<HttpResponseMessage> call = busy.Rig.Client.GetAsync("/x", Token);
        await busy.Time.PausedAsync();
        busy.Open = true;
        for (int second = 0; second < 119; second++)
        {
            busy.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Token);
        }

        Assert.Equal((1, 0), (busy.Site.Count("GET /x"), busy.Site.Count("GET /me")));
        SessionHealth health = busy.Rig.Services.GetRequiredService<ISessionManager>().Health;
        Assert.Equal((SessionState.Alive, 1, 0), (health.State, health.Generation, health.Deaths));
        busy.Time.Advance(TimeSpan.FromSeconds(1));
        using HttpResponseMessage response = await call.WaitAsync(s_soon, Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(busy.Rig.Browser.Probe.Calls > probes, "an idle browser is asked for a sign of life");
    }

    [Fact]
    public async Task Pause_LeaseLost_EndsAtOnce()
    {
        await using BusySite busy = await BusySite.StartAsync(429, "60");
        Task<HttpResponseMessage> call = busy.Rig.Client.GetAsync("/x", Token);
        await busy.Time.PausedAsync();
        busy.Rig.Kill();
        await Assert.ThrowsAsync<SessionLostException>(() => call.WaitAsync(s_soon, Token));
        Assert.Equal(1, busy.Site.Count("GET /x"));
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string method)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), "/x");
        return await client.SendAsync(request, Token);
    }

    /// <summary>A body that takes its time before the call can be sent.</summary>
    private sealed class SlowContent(TaskCompletionSource<int> entered) : HttpContent
    {
        public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            entered.TrySetResult(0);
            await Go.Task;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
