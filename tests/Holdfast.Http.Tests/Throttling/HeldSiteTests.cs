using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Holdfast.Http.Tests;

/// <summary>What else keeps away from a site that asked for a pause, and what else is taken for its wish.</summary>
public sealed class HeldSiteTests
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reach_AnsweredWithAPause_ItHoldsAndNobodyAsksAgain()
    {
        await using BusySite busy = await BusySite.StartAsync(429, "60");
        await busy.Rig.Http.ReachAsync(Token);
        Assert.Equal(TimeSpan.FromSeconds(60), busy.Rig.Http.Throttle.HeldFor(busy.Site.Address));
        await busy.Rig.Http.ReachAsync(Token);
        Assert.Equal(1, busy.Site.Count("HEAD /"));
    }

    [Fact]
    public async Task Reach_AnsweredWithAFailure_TheSiteIsThere()
    {
        await using BusySite busy = await BusySite.StartAsync(500, null);
        await busy.Rig.Http.ReachAsync(Token);
        Assert.Equal(TimeSpan.Zero, busy.Rig.Http.Throttle.HeldFor(busy.Site.Address));
    }

    [Fact]
    public async Task Pause_OfAnEndpointThatOnlyAnEarlierLegCalled_CountsForTheHost()
    {
        await using BusySite busy = await BusySite.StartAsync(429, "60");
        Restore(busy, $"{busy.Site.Address.Authority}/earlier");
        Task<HttpResponseMessage> refused = busy.Rig.Client.GetAsync("/x", Token);
        await busy.Time.PausedAsync();
        busy.Open = true;
        Task<HttpResponseMessage> other = busy.Rig.Client.GetAsync("/y", Token);
        await busy.Time.PausedAsync();
        Assert.Equal(0, busy.Site.Count("GET /y"));
        await busy.Time.AdvanceUntilAsync(TimeSpan.FromSeconds(60), Task.WhenAll(refused, other));
    }

    [Fact]
    public async Task Pause_OfAnotherHostInAnEarlierLeg_HoldsNothingHere()
    {
        await using BusySite busy = await BusySite.StartAsync(429, "60");
        Restore(busy, "elsewhere.example/earlier");
        Task<HttpResponseMessage> refused = busy.Rig.Client.GetAsync("/x", Token);
        await busy.Time.PausedAsync();
        busy.Open = true;
        using HttpResponseMessage other = await busy.Rig.Client.GetAsync("/y", Token).WaitAsync(s_soon, Token);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        await busy.Time.AdvanceUntilAsync(TimeSpan.FromSeconds(60), refused);
    }

    /// <summary>The login hook drives the browser, which would go to the site at once.</summary>
    [Fact]
    public async Task LogIn_WhileTheHostIsHeld_WaitsForTheEnd()
    {
        FakeLogCollector logs = new();
        await using BusySite busy = await BusySite.StartAsync(
            429, "60", services: services => services.AddLogging(logging => logging.AddProvider(new FakeLoggerProvider(logs))));
        busy.Open = true;
        busy.Rig.Browser.Restore.Fail("this browser takes no cookies back");
        Restore(busy, busy.Site.Address.Authority);
        busy.Rig.Kill();
        busy.Time.Advance(TimeSpan.FromSeconds(1));
        long began = TimeProvider.System.GetTimestamp();
        while (!logs.GetSnapshot().Any(record => record.Id.Id == 1013) && TimeProvider.System.GetElapsedTime(began) < s_soon)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Token);
        }

        Assert.Equal(1, busy.Rig.Browser.LogIn.Calls);
        Task<SessionLease> next = busy.Rig.NextLeaseAsync();
        await busy.Time.AdvanceUntilAsync(TimeSpan.FromSeconds(59), next);
        Assert.Equal((2, 2), (busy.Rig.Browser.LogIn.Calls, busy.Rig.Browser.Launch.Calls));
    }

    /// <summary>Whoever is told that the session waits may let the time pass at once.</summary>
    [Fact]
    public async Task LogIn_TimePassesWhenTheWaitIsTold_GoesOn()
    {
        FakeLogCollector logs = new();
        await using BusySite busy = await BusySite.StartAsync(
            429, "60", services: services => services.AddLogging(logging => logging.AddProvider(new FakeLoggerProvider(logs))));
        busy.Open = true;
        busy.Rig.Browser.Restore.Fail("this browser takes no cookies back");
        Restore(busy, busy.Site.Address.Authority);
        using PassingLog passing = new(eventId: 1013, () => busy.Time.Advance(TimeSpan.FromSeconds(60)));
        busy.Rig.Services.GetRequiredService<ILoggerFactory>().AddProvider(passing);

        busy.Rig.Kill();
        busy.Time.Advance(TimeSpan.FromSeconds(1));

        await busy.Rig.NextLeaseAsync().WaitAsync(s_soon, Token);
        Assert.Equal(2, busy.Rig.Browser.LogIn.Calls);
    }

    private static void Restore(BusySite busy, string endpoint)
    {
        DateTimeOffset now = busy.Time.GetUtcNow();
        busy.Rig.Http.Throttle.Restore([new RememberedPause(endpoint, now, now.AddSeconds(60), null)]);
    }

    /// <summary>A log that makes something happen at an event.</summary>
    private sealed class PassingLog(int eventId, Action happen) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (id.Id == eventId)
            {
                happen();
            }
        }

        public void Dispose()
        {
        }
    }
}
