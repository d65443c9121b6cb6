using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Holdfast.Simulation.Tests;

/// <summary>A site with a list, its items and a box for messages, which does as the plan says. Thread safe.</summary>
/// <param name="plan">What goes wrong.</param>
/// <param name="clock">The clock.</param>
internal sealed class SimulatedSite(FaultPlan plan, QuietClock clock) : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _asked = [];
    private readonly Dictionary<string, (TimeSpan From, TimeSpan Until)> _pauses = [];
    private bool _knowsUs;

    public int Pages { get; } = 1 + plan.Number("pages", 4);

    public int PageSize { get; } = 1 + plan.Number("items", 10);

    /// <summary>The key of an item, or message, that kills each session that asks for it; null for none.</summary>
    public string? Poison { get; } = plan.Number("poison", 8) == 0 ? "k1-1" : null;

    /// <summary>Called for a fault that is not the site's own.</summary>
    public Action<FaultKind> Strike { get; set; } = static _ => { };

    /// <summary>Tells that the job is killed: nothing of it comes here any more.</summary>
    public Func<bool> IsCutOff { get; set; } = static () => false;

    /// <summary>Each message that was taken, in order.</summary>
    public List<string> Taken { get; } = [];

    /// <summary>Every request with the time, what went wrong, and the answer.</summary>
    public List<string> Trace { get; } = [];

    /// <summary>What the site saw and should not have.</summary>
    public List<string> Complaints { get; } = [];

    public IEnumerable<string> Keys => Enumerable.Range(1, Pages).SelectMany(PageOf);

    public void Note(string text) =>
        Locked(() => Trace.Add(string.Create(CultureInfo.InvariantCulture, $"{clock.Now.TotalSeconds,10:0.000000} {text}")));

    public void LogIn() => Locked(() => _knowsUs = true);

    public bool KnowsUs() => Locked(() => _knowsUs);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (IsCutOff())
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellationToken).ConfigureAwait(false);
        }

        string what = $"{request.Method} {request.RequestUri!.PathAndQuery}";
        string path = request.RequestUri.AbsolutePath.Split('/')[1];
        (FaultKind fault, TimeSpan delay) = Locked(() =>
        {
            int ordinal = _asked[what] = _asked.GetValueOrDefault(what) + 1;
            (FaultKind Kind, TimeSpan Delay) planned = plan.At(what, ordinal);
            if (Poison is not null && (what == $"GET /item/{Poison}" || what == $"POST /send/{Poison}"))
            {
                planned.Kind = FaultKind.DeathBefore;
            }

            Trace.Add(string.Create(CultureInfo.InvariantCulture, $"{clock.Now.TotalSeconds,10:0.000000} {what} #{ordinal} {planned.Kind}"));
            if (_pauses.TryGetValue(path, out (TimeSpan From, TimeSpan Until) pause) && clock.Now > pause.From && clock.Now < pause.Until)
            {
                Complaints.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{what} came at {clock.Now.TotalSeconds:0.000} s, in a pause from {pause.From.TotalSeconds:0.000} to {pause.Until.TotalSeconds:0.000} s"));
            }

            return planned;
        });

        TimeSpan half = delay / 2;
        await Task.Delay(fault == FaultKind.Late ? TimeSpan.FromSeconds(25) : half, clock, cancellationToken).ConfigureAwait(false);
        switch (fault)
        {
            case FaultKind.DeathBefore:
                Strike(fault);
                throw new OperationCanceledException(cancellationToken);
            case FaultKind.Hang:
                Strike(fault);
                await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellationToken).ConfigureAwait(false);
                break;
            case FaultKind.LogOut:
                Locked(() => _knowsUs = false);
                break;
            case FaultKind.Kill:
                Strike(fault);
                await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellationToken).ConfigureAwait(false);
                break;
            case FaultKind.DiskFull or FaultKind.SlowLedger:
                Strike(fault);
                break;
        }

        HttpResponseMessage answer = Locked(() => Answer(request, path, fault));
        if (fault == FaultKind.DeathAfter)
        {
            Strike(fault);
        }

        await Task.Delay(half, clock, cancellationToken).ConfigureAwait(false);
        if (answer.Headers.RetryAfter?.Delta is { } wait && !IsCutOff())
        {
            // From when the answer arrives; with a job that is killed it does not.
            Locked(() => _pauses[path] = (clock.Now, clock.Now + wait));
        }

        return answer;
    }

    private HttpResponseMessage Answer(HttpRequestMessage request, string path, FaultKind fault)
    {
        switch (fault)
        {
            case FaultKind.ServerError:
                return new(HttpStatusCode.InternalServerError);
            case FaultKind.TooMany:
                return new(HttpStatusCode.TooManyRequests) { Headers = { RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(5)) } };
        }

        if (!_knowsUs)
        {
            return new(HttpStatusCode.Unauthorized);
        }

        string argument = request.RequestUri!.AbsolutePath.Split('/') is [_, _, var last] ? last : "";
        switch (path)
        {
            case "me":
                return Json("ann");
            case "list":
                int page = int.Parse(argument, CultureInfo.InvariantCulture);
                return Json(new ListAnswer([.. PageOf(page)], page < Pages ? page + 1 : null));
            case "item":
                return Json($"text of {argument}");
            case "send":
                Taken.Add(argument);
                return new(HttpStatusCode.NoContent);
            case "sent":
                return Json(Taken.Contains(argument));
            default:
                return new(HttpStatusCode.NotFound);
        }
    }

    private static HttpResponseMessage Json<T>(T value) => new(HttpStatusCode.OK) { Content = JsonContent.Create(value) };

    private IEnumerable<string> PageOf(int page) => Enumerable.Range(1, PageSize).Select(item => $"k{page}-{item}");

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

    internal sealed record ListAnswer(string[] Keys, int? Next);
}
