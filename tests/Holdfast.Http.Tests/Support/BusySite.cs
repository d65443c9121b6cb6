using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Holdfast.Http.Tests;

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

    /// <summary>True when the body of a refusal never comes to its end.</summary>
    public bool Stalls { get; set; }

    /// <summary>"date" for one minute by the site's clock, which is far from ours.</summary>
    public string? RetryAfter { get; set; }

    public static async Task<BusySite> StartAsync(
        int status, string? retryAfter, Action<SessionHttpOptions>? options = null, Action<IServiceCollection>? services = null)
    {
        BusySite? busy = null;
        Clock time = new();
        TestSite site = await TestSite.StartAsync(async (_, context) =>
        {
            if (busy is { Open: false } && busy.Refuses(context.Request.Path))
            {
                context.Response.StatusCode = busy.Status;
                context.Response.Headers.Date = "Sun, 06 Nov 1994 08:00:00 GMT";
                context.Response.Headers.RetryAfter = busy.RetryAfter == "date" ? "Sun, 06 Nov 1994 08:01:00 GMT" : busy.RetryAfter;
                if (busy.Stalls)
                {
                    await context.Response.Body.WriteAsync("slow"u8.ToArray(), context.RequestAborted);
                    await context.Response.Body.FlushAsync(context.RequestAborted);
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted)
                        .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }
            else if (busy is { Redirect: { } target } && context.Request.Path != target)
            {
                context.Response.StatusCode = 303;
                context.Response.Headers.Location = target;
            }
        });
        HttpRig rig = await HttpRig.StartAsync(site, given =>
        {
            // A retry would wait on this clock too, where nobody expects it.
            given.MaxRetries = 0;
            options?.Invoke(given);
        }, services: collection =>
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
        // Whatever a test that failed has left in flight has deadlines on this clock.
        Task ended = rig.DisposeAsync().AsTask();
        long began = TimeProvider.System.GetTimestamp();
        while (!ended.IsCompleted && TimeProvider.System.GetElapsedTime(began) < s_soon)
        {
            await Task.WhenAny(ended, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System));
            time.Advance(TimeSpan.FromSeconds(1));
        }

        await ended.WaitAsync(TimeSpan.Zero, TimeProvider.System);
        await site.DisposeAsync();
    }

    /// <summary>Tells when somebody begins to wait; unless said otherwise, a second or longer, and neither a deadline nor the session's watch.</summary>
    internal sealed class Clock : FakeTimeProvider
    {
        public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

        private readonly SemaphoreSlim _pauses = new(0);

        public bool Watch { get; set; }

        /// <summary>Which waits are meant.</summary>
        public Func<TimeSpan, bool> IsPause { get; set; } = static due => due >= TimeSpan.FromSeconds(1) && due != Deadline && due != Deadline * 0.9;

        public async Task PausedAsync() => Assert.True(await _pauses.WaitAsync(s_soon, TestContext.Current.CancellationToken), "nobody waits");

        /// <summary>Advances, and then goes on in small steps until the calls have ended: whoever began to wait a moment later than another has
        /// to wait as much longer.</summary>
        public async Task AdvanceUntilAsync(TimeSpan time, Task calls)
        {
            Advance(time);
            long began = TimeProvider.System.GetTimestamp();
            while (!calls.IsCompleted && TimeProvider.System.GetElapsedTime(began) < s_soon)
            {
                await Task.WhenAny(calls, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken));
                Advance(TimeSpan.FromMilliseconds(1));
            }

            await calls.WaitAsync(TimeSpan.Zero, TestContext.Current.CancellationToken);
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            ITimer timer = base.CreateTimer(callback, state, dueTime, period);
            if (Watch && IsPause(dueTime))
            {
                _pauses.Release();
            }

            return timer;
        }
    }
}
