using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Http;

/// <summary>Knows which endpoints asked for a pause and how many calls they take; counts what is put on the wire. Thread safe.</summary>
/// <remarks>One for each session, whatever its generation: the site does not care which browser a call rides on.</remarks>
internal sealed partial class Throttle : IDisposable
{
    // When a limit of the user's own takes no more callers and does not say for how long.
    private static readonly TimeSpan s_queueFull = TimeSpan.FromMilliseconds(100);

    private readonly SessionHttpOptions _options;
    private readonly TimeSpan _longestHold;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly long _began;
    private readonly Endpoints _endpoints;
    private readonly Attachments<Action<PauseNotice>> _keepers = new();

    public Throttle(IOptions<SessionHttpOptions> options, TimeProvider time, ILogger<Throttle> logger)
    {
        _options = options.Value;

        // Who is not to wait at all must not ask again and again either.
        _longestHold = _options.MaxThrottleWait > PauseSigns.Shortest ? _options.MaxThrottleWait : PauseSigns.Shortest;
        _time = time;
        _logger = logger;
        _began = time.GetTimestamp();
        _endpoints = new Endpoints(_options, () => Now, time);
    }

    /// <summary>Since the throttle began.</summary>
    public TimeSpan Now => _time.GetElapsedTime(_began);

    /// <summary>The endpoint of a request.</summary>
    public Endpoint Of(HttpRequestMessage request) => _endpoints.Of(request);

    /// <summary>How much is left of the pause of an address; zero when it may be called.</summary>
    public TimeSpan HeldFor(Uri address)
    {
        using HttpRequestMessage request = new(HttpMethod.Head, address);
        return HeldFor(Of(request));
    }

    /// <summary>How much is left of an endpoint's pause; zero when it may be called.</summary>
    public TimeSpan HeldFor(Endpoint endpoint) => endpoint.HeldFor(Now);

    /// <summary>Attaches one who writes pauses down, until what is returned is disposed. It must not block.</summary>
    public IDisposable Attach(Action<PauseNotice> keep) => _keepers.Attach(keep);

    /// <summary>Goes on with what earlier legs knew, as far as nothing newer is known here.</summary>
    /// <param name="known">The latest pause of each endpoint.</param>
    public void Restore(IEnumerable<RememberedPause> known)
    {
        DateTimeOffset now = _time.GetUtcNow();
        Dictionary<string, (TimeSpan, Pace?)> earlier = new(StringComparer.Ordinal);
        foreach (RememberedPause pause in known)
        {
            TimeSpan left = pause.Left(now, _longestHold);
            if (left > TimeSpan.Zero)
            {
                LogTakenUp(pause.Endpoint, left, now + left);
            }

            earlier[pause.Endpoint] = (Now + left, pause.PaceAt(now));
        }

        _endpoints.Restore(earlier);
    }

    /// <summary>Waits for a turn: until no pause holds the endpoint or its host, their pace allows a call, and so do the user's own limits.</summary>
    /// <returns>What to dispose when the call has ended.</returns>
    public async Task<CallTurn> AcquireAsync(Endpoint endpoint, CancellationToken cancellationToken)
    {
        CallTurn turn = new();
        try
        {
            // The host first: a paced turn that was taken before a long wait is worth nothing after it, for all who have one go at once then.
            foreach (EndpointLimits limits in endpoint.All)
            {
                turn.Add(await limits.Turns.AcquireAsync(1, cancellationToken).ConfigureAwait(false));
            }

            // After the turns, or calls to an endpoint that is held would take what calls to another could use.
            foreach (RateLimiter given in endpoint.Given)
            {
                turn.Add(await AcquireAsync(given, cancellationToken).ConfigureAwait(false));
            }

            return turn;
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    /// <summary>Waits until no pause holds the endpoint. Takes no turn.</summary>
    public async Task FreeAsync(Endpoint endpoint, CancellationToken cancellationToken)
    {
        while (HeldFor(endpoint) is { Ticks: > 0 } wait)
        {
            await Task.Delay(wait, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A call goes on the wire now, and counts.</summary>
    /// <exception cref="EndpointHeldException">A pause holds it; it must not be sent, and does not count.</exception>
    public Sending Send(Endpoint endpoint)
    {
        TimeSpan now = Now;
        for (int counted = 0; counted < endpoint.All.Count; counted++)
        {
            if (!endpoint.All[counted].Budget.TrySend(now))
            {
                while (--counted >= 0)
                {
                    endpoint.All[counted].Budget.Unsent();
                }

                throw new EndpointHeldException(endpoint, endpoint.HeldFor(now));
            }
        }

        return new Sending(endpoint, now);
    }

    /// <summary>It did not get there: nobody answers at that address.</summary>
    public static void TakeBack(Sending sending)
    {
        foreach (EndpointLimits limits in sending.Endpoint.All)
        {
            limits.Budget.Unsent();
        }
    }

    /// <summary>It was answered.</summary>
    public void Answered(Sending sending, HttpResponseMessage response)
    {
        Endpoint endpoint = sending.Endpoint;
        if (PauseSigns.Judge(response, _options, _time.GetUtcNow()) is not { } asked)
        {
            foreach (EndpointLimits limits in endpoint.All)
            {
                limits.Budget.Passed(sending.At);
            }

            return;
        }

        // A pause longer than a call may wait binds later calls for that long only, or one wrong header would stop the site for a day.
        TimeSpan pause = asked < _longestHold ? asked : _longestHold;
        Hold(endpoint.Own.Budget, pause, response, teaches: response.StatusCode == HttpStatusCode.TooManyRequests);
        if (endpoint.Host != endpoint.Own && _endpoints.IsAnotherHeld(endpoint, Now))
        {
            // Each of its endpoints has learned a pace of its own.
            Hold(endpoint.Host.Budget, pause, response, teaches: false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _endpoints.Dispose();

    private async Task<RateLimitLease> AcquireAsync(RateLimiter given, CancellationToken cancellationToken)
    {
        while (true)
        {
            RateLimitLease lease = await given.AcquireAsync(1, cancellationToken).ConfigureAwait(false);
            if (lease.IsAcquired)
            {
                return lease;
            }

            TimeSpan wait = lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan after) && after > TimeSpan.Zero ? after : s_queueFull;
            lease.Dispose();
            await Task.Delay(wait, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Hold(EndpointBudget budget, TimeSpan pause, HttpResponseMessage response, bool teaches)
    {
        BudgetPause held = budget.Hold(Now, pause, teaches);
        PauseNotice notice = new(budget.Name, (int)response.StatusCode, _time.GetUtcNow() - held.Age, held);
        if (held.IsNew)
        {
            LogPause(notice.Status, notice.Endpoint, held.Left, notice.Until);
            if (held is { Sent: > 0, Pace: { } pace })
            {
                LogLearned(notice.Endpoint, held.Sent, held.Window.TotalSeconds, pace.PerSecond * 60);
            }
        }

        foreach (Action<PauseNotice> keep in _keepers.Now)
        {
            keep(notice);
        }
    }

    [LoggerMessage(
        EventId = 4301,
        Level = LogLevel.Information,
        Message = "HTTP {Status}: {Endpoint} asks for a pause of {Pause}; calls to it wait until {Until:yyyy-MM-dd HH:mm:ss}Z.")]
    private partial void LogPause(int status, string endpoint, TimeSpan pause, DateTimeOffset until);

    [LoggerMessage(
        EventId = 4302,
        Level = LogLevel.Information,
        Message = "{Sent} calls in {Seconds:0.#} s were too many for {Endpoint}: from here on {PerMinute:0.#} a minute, and slowly more.")]
    private partial void LogLearned(string endpoint, long sent, double seconds, double perMinute);

    [LoggerMessage(
        EventId = 4303,
        Level = LogLevel.Information,
        Message = "{Endpoint} asked an earlier leg for a pause, of which {Left} are left; calls to it wait until {Until:yyyy-MM-dd HH:mm:ss}Z.")]
    private partial void LogTakenUp(string endpoint, TimeSpan left, DateTimeOffset until);
}
