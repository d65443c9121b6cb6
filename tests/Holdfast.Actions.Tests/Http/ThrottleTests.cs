using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Holdfast.Actions.Tests.Http;

public sealed class ThrottleTests
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(5);

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
        await using Busy busy = await Busy.StartAsync(status, retryAfter);
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
        await using Busy busy = await Busy.StartAsync(status, retryAfter);
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
        await using Busy busy = await Busy.StartAsync(200, retryAfter, options => options.AsksForPause = answer => answer.Headers.Date?.Year == 1994);
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
    public async Task Pause_AskedOfOne_HoldsBackTheOthers()
    {
        await using Busy busy = await Busy.StartAsync(429, "60");
        Task<HttpResponseMessage> first = busy.Rig.Client.GetAsync("/x", Token);
        await busy.Time.PausedAsync();
        busy.Open = true;
        Task<HttpResponseMessage> second = busy.Rig.Client.GetAsync("/y", Token);
        await busy.Time.PausedAsync();
        Assert.Equal(0, busy.Site.Count("GET /y"));
        busy.Time.Advance(TimeSpan.FromSeconds(60));
        await Task.WhenAll(first, second).WaitAsync(s_soon, Token);
        Assert.Equal(1, busy.Site.Count("GET /y"));
    }

    [Fact]
    public async Task Pause_LeaseLost_EndsAtOnce()
    {
        await using Busy busy = await Busy.StartAsync(429, "60");
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

    private sealed class Busy(TestSite site, HttpRig rig, Clock time) : IAsyncDisposable
    {
        public TestSite Site => site;

        public HttpRig Rig => rig;

        public Clock Time => time;

        public bool Open { get; set; }

        public static async Task<Busy> StartAsync(int status, string? retryAfter, Action<SessionHttpOptions>? options = null)
        {
            Busy? busy = null;
            Clock time = new();
            TestSite site = await TestSite.StartAsync((_, context) =>
            {
                if (busy is not { Open: true })
                {
                    context.Response.StatusCode = status;

                    // The site's clock is far from ours.
                    context.Response.Headers.Date = "Sun, 06 Nov 1994 08:00:00 GMT";
                    context.Response.Headers.RetryAfter = retryAfter == "date" ? "Sun, 06 Nov 1994 08:01:00 GMT" : retryAfter;
                }

                return Task.CompletedTask;
            });
            HttpRig rig = await HttpRig.StartAsync(site, options, services: services => services
                .AddSingleton<TimeProvider>(time)
                .Configure<SessionOptions>(session => session.ProbePeriod = Clock.Deadline));
            time.Watch = true;
            return busy = new Busy(site, rig, time);
        }

        public async ValueTask DisposeAsync()
        {
            await rig.DisposeAsync();
            await site.DisposeAsync();
        }
    }

    /// <summary>Tells when somebody begins to wait a second or longer, and neither an attempt's deadline nor the rest of the session's watch is meant.</summary>
    private sealed class Clock : FakeTimeProvider
    {
        public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

        private readonly SemaphoreSlim _pauses = new(0);

        public bool Watch { get; set; }

        public async Task PausedAsync() => Assert.True(await _pauses.WaitAsync(s_soon, Token), "nobody waits");

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            ITimer timer = base.CreateTimer(callback, state, dueTime, period);
            if (Watch && dueTime >= TimeSpan.FromSeconds(1) && dueTime != Deadline)
            {
                _pauses.Release();
            }

            return timer;
        }
    }
}
