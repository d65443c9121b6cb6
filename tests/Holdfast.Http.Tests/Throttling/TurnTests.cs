using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Holdfast.Http.Tests;

public sealed class TurnTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly Throttle _throttle;

    public TurnTests() => _throttle = new Throttle(Options.Create(new SessionHttpOptions()), _time, NullLogger<Throttle>.Instance);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _throttle.Dispose();

    /// <summary>Who waited for the host while it was held must not go all at once where the endpoint has a pace.</summary>
    [Fact]
    public async Task Acquire_AfterAPauseOfTheHost_KeepsToTheEndpointsPace()
    {
        DateTimeOffset now = _time.GetUtcNow();
        _throttle.Restore(
            [new RememberedPause("site.example", now, now.AddSeconds(60), null), new RememberedPause("site.example/x", now.AddHours(-1), now.AddHours(-1), 6)]);
        Endpoint endpoint = Of("/x");
        Task<CallTurn>[] calls = [.. Enumerable.Range(0, 3).Select(_ => _throttle.AcquireAsync(endpoint, Token))];
        int[] done = new int[4];
        for (int turn = 0; turn < done.Length; turn++)
        {
            _time.Advance(TimeSpan.FromSeconds(turn == 0 ? 59.999 : turn == 1 ? 0.001 : 10));
            await SettleAsync();
            done[turn] = calls.Count(call => call.IsCompletedSuccessfully);
        }

        Assert.Equal([0, 1, 2, 3], done);
    }

    /// <summary>What is held counts for nobody: neither for the endpoint nor for its host.</summary>
    [Fact]
    public void Send_EndpointIsHeld_CountsForNobody()
    {
        Endpoint held = Of("/x");
        Endpoint free = Of("/y");
        _throttle.Send(free);
        _throttle.Send(free);
        held.Own.Budget.Hold(_throttle.Now, TimeSpan.FromSeconds(10), teaches: false);
        Assert.Throws<EndpointHeldException>(() => _throttle.Send(held));
        BudgetPause pause = held.Host.Budget.Hold(_throttle.Now, TimeSpan.FromSeconds(10), teaches: true);

        // The refused one of the two is not counted.
        Assert.Equal(1, pause.Sent);
        Assert.Throws<EndpointHeldException>(() => _throttle.Send(free));
        Assert.Equal(1, free.Own.Budget.Hold(_throttle.Now, TimeSpan.FromSeconds(10), teaches: true).Sent);
    }

    private Endpoint Of(string path)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri($"https://site.example{path}"));
        return _throttle.Of(request);
    }

    /// <summary>Lets what the clock has woken run on.</summary>
    private static async Task SettleAsync()
    {
        for (int yield = 0; yield < 20; yield++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Token);
        }
    }
}
