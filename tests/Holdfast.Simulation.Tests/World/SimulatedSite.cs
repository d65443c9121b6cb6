using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Holdfast.Testing;

namespace Holdfast.Simulation.Tests;

/// <summary>A site with a list, its items and a box for messages, which does as the plan says. What was sent arrives, whatever becomes of who sent it.
/// Thread safe.</summary>
/// <param name="plan">What goes wrong.</param>
/// <param name="clock">The clock.</param>
/// <param name="items">What it has.</param>
/// <param name="book">What really happened.</param>
internal sealed class SimulatedSite(FaultPlan plan, QuietClock clock, SiteItems items, WorldBook book) : HttpMessageHandler
{
    /// <summary>The longest that a request is on its way to it.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(26);

    // An item that kills each session that asks for it has been found long before.
    private const int MostDeaths = 20;

    // What the ledger tells the next leg of a pause's end is kept to the millisecond.
    private static readonly TimeSpan s_accuracy = TimeSpan.FromMilliseconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _asked = [];
    private readonly Dictionary<string, (DateTimeOffset From, DateTimeOffset Until)> _pauses = [];
    private readonly HashSet<string> _members = [];
    private int _logins;
    private int _deaths;
    private int _onTheWay;

    /// <summary>Called for a fault that is not the site's own, with the browser that the request rode on.</summary>
    public Action<FaultKind, ScriptedSession<ScriptedTab>?> Strike { get; set; } = static (_, _) => { };

    /// <summary>The browser that requests ride on now.</summary>
    public Func<ScriptedSession<ScriptedTab>?> Browser { get; set; } = static () => null;

    /// <summary>What was asked for when a session died.</summary>
    public Trials Trials { get; } = new(book);

    /// <summary>Each message that was taken, in order.</summary>
    public List<string> Taken { get; } = [];

    /// <summary>Requests that have not arrived yet.</summary>
    public int OnTheWay => Volatile.Read(ref _onTheWay);

    /// <summary>Lets a browser in.</summary>
    /// <returns>Its cookie.</returns>
    public string LogIn() => Locked(() =>
    {
        string cookie = string.Create(CultureInfo.InvariantCulture, $"s{++_logins}");
        _ = _members.Add(cookie);
        return cookie;
    });

    /// <summary>A job begins.</summary>
    public void Begin() => _deaths = 0;

    /// <summary>The job was killed, and what it had not written down by then it does not know any more.</summary>
    /// <param name="known">Until when it has written pauses down.</param>
    public void ForgetPausesAfter(DateTimeOffset known) => Locked(() =>
    {
        foreach (string path in _pauses.Where(pause => pause.Value.From > known).Select(pause => pause.Key).ToArray())
        {
            _ = _pauses.Remove(path);
        }
    });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Head)
        {
            return new HttpResponseMessage(HttpStatusCode.NoContent);
        }

        string what = $"{request.Method} {request.RequestUri!.PathAndQuery}";
        string path = request.RequestUri.AbsolutePath.Split('/')[1];
        (FaultKind fault, int ordinal) = Take(what, path);
        ScriptedSession<ScriptedTab>? browser = Browser();

        // Read now: who has given a request up may have disposed it.
        string argument = request.RequestUri.AbsolutePath.Split('/') is [_, _, var last] ? last : "";
        string query = request.RequestUri.Query;
        string cookie = request.Headers.NonValidated.TryGetValues("Cookie", out HeaderStringValues cookies)
            ? cookies.ToString().Replace("sid=", "", StringComparison.Ordinal)
            : "";
        int life = clock.Life;
        int? trial = Trials.Knows(path) ? Trials.Begin(what) : null;
        HttpResponseMessage? answer = null;
        try
        {
            answer = await ServeAsync().WaitAsync(cancellationToken);
        }
        finally
        {
            if (trial is { } asked)
            {
                Trials.End(asked, answer is not null);
            }
        }

        if (clock.Life != life)
        {
            // Who has asked is not there any more.
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, CancellationToken.None);
        }

        if (answer is null)
        {
            throw new HttpRequestException("the connection was closed");
        }

        if (answer.Headers.RetryAfter?.Delta is { } wait)
        {
            // From when the answer arrives.
            Locked(() => _pauses[path] = (clock.GetUtcNow(), clock.GetUtcNow() + wait));
        }

        return answer;

        async Task<HttpResponseMessage?> ServeAsync()
        {
            TimeSpan way = plan.Time(what, ordinal, TimeSpan.FromMilliseconds(100));
            _ = Interlocked.Increment(ref _onTheWay);
            try
            {
                await Task.Delay(fault == FaultKind.Late ? Longest - way : way, clock.World, CancellationToken.None);
            }
            finally
            {
                _ = Interlocked.Decrement(ref _onTheWay);
            }

            switch (fault)
            {
                case FaultKind.DeathBefore:
                    Strike(fault, browser);
                    return null;
                case FaultKind.Hang:
                    Strike(fault, browser);
                    await Task.Delay(Timeout.InfiniteTimeSpan, clock, CancellationToken.None);
                    break;
                case FaultKind.Kill:
                    // Half of them arrive all the same.
                    Strike(fault, browser);
                    if (plan.Number("arrives", 2, ordinal) == 0)
                    {
                        await Task.Delay(Timeout.InfiniteTimeSpan, clock, CancellationToken.None);
                    }

                    break;
                case FaultKind.LogOut:
                    Locked(_members.Clear);
                    Strike(fault, browser);
                    break;
                case FaultKind.DriverHang or FaultKind.Change or FaultKind.Stop or FaultKind.Suspension or FaultKind.Sleep:
                    Strike(fault, browser);
                    break;
            }

            HttpResponseMessage answer = Locked(() => Answer(path, argument, query, cookie, fault));
            if (fault == FaultKind.DeathAfter)
            {
                Strike(fault, browser);
            }

            await Task.Delay(plan.Time(what + " back", ordinal, TimeSpan.FromMilliseconds(100)), clock.World, CancellationToken.None);
            return answer;
        }
    }

    private (FaultKind Fault, int Ordinal) Take(string what, string path) => Locked(() =>
    {
        int ordinal = _asked[what] = _asked.GetValueOrDefault(what) + 1;
        FaultKind fault = items.IsPoison(what) ? FaultKind.DeathBefore : plan.At(FaultPlace.Request, what, ordinal);
        book.Note($"{what} #{ordinal} {fault}");
        if (items.IsPoison(what) && ++_deaths > MostDeaths)
        {
            book.Complain($"{what} killed {_deaths} sessions in one leg");
        }

        DateTimeOffset now = clock.GetUtcNow();
        if (_pauses.TryGetValue(path, out (DateTimeOffset From, DateTimeOffset Until) pause) && now > pause.From && now < pause.Until - s_accuracy)
        {
            book.Complain(string.Create(
                CultureInfo.InvariantCulture,
                $"{what} came {(now - pause.From).TotalSeconds:0.000} s into a pause of {(pause.Until - pause.From).TotalSeconds:0.###} s"));
        }

        return (fault, ordinal);
    });

    private HttpResponseMessage Answer(string path, string argument, string query, string cookie, FaultKind fault)
    {
        switch (fault)
        {
            case FaultKind.ServerError:
                return new(HttpStatusCode.InternalServerError);
            case FaultKind.TooMany:
                return new(HttpStatusCode.TooManyRequests) { Headers = { RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(5)) } };
        }

        if (!_members.Contains(cookie))
        {
            return new(HttpStatusCode.Unauthorized);
        }

        switch (path)
        {
            case "me":
                return Json("ann");
            case "list":
                return Json(items.Page(int.Parse(argument, CultureInfo.InvariantCulture)));
            case "changes":
                return Json(items.Changes(query));
            case "item":
                return items.Text(argument) is { } text ? Json(text) : new(HttpStatusCode.NotFound);
            case "send":
                Taken.Add(argument);
                book.Note($"taken: {argument}");
                return new(HttpStatusCode.NoContent);
            case "sent":
                return Json(Taken.Contains(argument));
            default:
                return new(HttpStatusCode.NotFound);
        }
    }

    private static HttpResponseMessage Json<T>(T value) => new(HttpStatusCode.OK) { Content = JsonContent.Create(value) };

    private T Locked<T>(Func<T> work)
    {
        lock (_lock)
        {
            return work();
        }
    }

    private void Locked(Action work)
    {
        lock (_lock)
        {
            work();
        }
    }
}
