namespace Kinfolk.Site;

/// <summary>
/// Every request since the start, in order of arrival, and those who wait for arrivals. Nothing is dropped.
/// </summary>
internal sealed class RequestLog(TimeProvider time)
{
    private const int PageSize = 20_000;
    private const int MaxPath = 2048;

    private readonly Lock _lock = new();
    private readonly List<SiteLogEntry> _entries = [];
    private readonly List<ArrivalWait> _waits = [];
    private readonly Dictionary<string, int> _routes = new(StringComparer.Ordinal);
    private int _pending;

    public SiteLogEntry Begin(HttpContext http, string route, string target)
    {
        IHeaderDictionary headers = http.Request.Headers;
        lock (_lock)
        {
            SiteLogEntry entry = new()
            {
                Sequence = _entries.Count + 1,
                MonotonicMs = Now(),
                Utc = time.GetUtcNow(),
                Method = http.Request.Method,
                Path = target.Length > MaxPath ? target[..MaxPath] : target,
                PendingAtArrival = _pending++,
                Generation = headers["Holdfast-Generation"],
                CallSequence = headers["Holdfast-Sequence"],
                UserAgent = headers.UserAgent,
                AcceptLanguage = headers.AcceptLanguage,
            };
            _entries.Add(entry);
            _routes[route] = _routes.GetValueOrDefault(route) + 1;
            foreach (ArrivalWait wait in _waits)
            {
                wait.See(entry);
            }

            foreach (ArrivalWait reached in _waits.FindAll(w => w.IsReached))
            {
                reached.Complete(_pending, entry.Sequence);
                _waits.Remove(reached);
            }

            return entry;
        }
    }

    public void Identify(SiteLogEntry entry, MemberSession session, bool cookiesIntact)
    {
        lock (_lock)
        {
            entry.Login = session.Number;
            entry.Member = session.IsLive ? session.Member : null;
            entry.CookiesIntact = cookiesIntact;
        }
    }

    /// <summary>Ends a request; called before its answer is sent, so that who has the answer also finds it in the log.</summary>
    public void End(SiteLogEntry entry, int status, RequestOutcome outcome)
    {
        lock (_lock)
        {
            if (entry.Outcome == RequestOutcome.Pending)
            {
                _pending--;
                entry.DurationMs = Math.Round(Now() - entry.MonotonicMs, 3);
            }

            entry.Status = status;
            entry.Outcome = outcome;
        }
    }

    public SiteLogPage Read(long from)
    {
        lock (_lock)
        {
            int first = (int)Math.Clamp(from - 1, 0, _entries.Count);
            int count = Math.Min(PageSize, _entries.Count - first);
            // Copies: pending entries still change.
            return new SiteLogPage(
                first + count + 1,
                first + count < _entries.Count,
                [.. _entries.GetRange(first, count).Select(e => e with { })]);
        }
    }

    public (int Pending, Dictionary<string, int> Routes) Counts()
    {
        lock (_lock)
        {
            return (_pending, new(_routes, StringComparer.Ordinal));
        }
    }

    /// <summary>Waits until <paramref name="count"/> matching requests after <paramref name="since"/> have arrived.</summary>
    public async Task<ArrivalReport> WaitAsync(string path, int count, TimeSpan timeout, long since, CancellationToken cancellationToken)
    {
        ArrivalWait wait = new(new PathPattern(path), count);
        lock (_lock)
        {
            for (int i = (int)Math.Clamp(since, 0, _entries.Count); i < _entries.Count; i++)
            {
                wait.See(_entries[i]);
            }

            if (wait.IsReached)
            {
                wait.Complete(_pending, _entries.Count);
            }
            else
            {
                _waits.Add(wait);
            }
        }

        try
        {
            return await wait.Reached.WaitAsync(timeout, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            lock (_lock)
            {
                return new ArrivalReport(wait.Received, _pending, _entries.Count, TimedOut: !wait.IsReached);
            }
        }
        finally
        {
            lock (_lock)
            {
                _waits.Remove(wait);
            }
        }
    }

    private double Now() => Math.Round(time.GetTimestamp() * 1000.0 / time.TimestampFrequency, 3);
}
