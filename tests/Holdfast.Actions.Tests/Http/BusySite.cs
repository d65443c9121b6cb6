using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Holdfast.Actions.Tests.Http;

/// <summary>A site that asks for pauses, a session on it, and the clock that both go by.</summary>
internal sealed class BusySite(TestSite site, HttpRig rig, BusySite.Clock time) : IAsyncDisposable
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(20);

    public TestSite Site => site;

    public HttpRig Rig => rig;

    public Clock Time => time;

    /// <summary>True lets every call through.</summary>
    public bool Open { get; set; }

    /// <summary>Which paths are refused while it is not open. Default: all but <c>/me</c>.</summary>
    public Func<string, bool> Refuses { get; set; } = static path => path != "/me";

    /// <summary>Where everything else is sent; null (the default) for a good answer.</summary>
    public string? Redirect { get; set; }

    public int Status { get; set; }

    /// <summary>"date" for one minute by the site's clock, which is far from ours.</summary>
    public string? RetryAfter { get; set; }

    public static async Task<BusySite> StartAsync(
        int status, string? retryAfter, Action<SessionHttpOptions>? options = null, Action<IServiceCollection>? services = null)
    {
        BusySite? busy = null;
        Clock time = new();
        TestSite site = await TestSite.StartAsync((_, context) =>
        {
            if (busy is { Open: false } && busy.Refuses(context.Request.Path))
            {
                context.Response.StatusCode = busy.Status;
                context.Response.Headers.Date = "Sun, 06 Nov 1994 08:00:00 GMT";
                context.Response.Headers.RetryAfter = busy.RetryAfter == "date" ? "Sun, 06 Nov 1994 08:01:00 GMT" : busy.RetryAfter;
            }
            else if (busy is { Redirect: { } target } && context.Request.Path != target)
            {
                context.Response.StatusCode = 303;
                context.Response.Headers.Location = target;
            }

            return Task.CompletedTask;
        });
        HttpRig rig = await HttpRig.StartAsync(site, options, services: collection =>
        {
            collection.AddSingleton<TimeProvider>(time).Configure<SessionOptions>(session =>
            {
                session.ProbePeriod = Clock.Deadline;
                session.ProbeTimeout = Clock.Deadline;
                session.IdentityTimeout = Clock.Deadline;
            });
            services?.Invoke(collection);
        });
        time.Watch = true;
        return busy = new BusySite(site, rig, time) { Status = status, RetryAfter = retryAfter };
    }

    public async ValueTask DisposeAsync()
    {
        await rig.DisposeAsync();
        await site.DisposeAsync();
    }

    /// <summary>Tells when somebody begins to wait a second or longer, and neither a deadline nor the session's watch is meant.</summary>
    internal sealed class Clock : FakeTimeProvider
    {
        public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

        private readonly SemaphoreSlim _pauses = new(0);

        public bool Watch { get; set; }

        public async Task PausedAsync() => Assert.True(await _pauses.WaitAsync(s_soon, TestContext.Current.CancellationToken), "nobody waits");

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            ITimer timer = base.CreateTimer(callback, state, dueTime, period);
            if (Watch && dueTime >= TimeSpan.FromSeconds(1) && dueTime != Deadline && dueTime != Deadline * 0.9)
            {
                _pauses.Release();
            }

            return timer;
        }
    }
}
