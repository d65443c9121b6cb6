using System.Text;

namespace Holdfast.Http;

/// <summary>The cookies of one generation, as its browser held them and as the site has changed them since.</summary>
/// <remarks>
/// Thread safe. Nothing is dropped or refused: the framework's container keeps 20 cookies for each domain and refuses commas, JSON and
/// long values without a word. Public suffixes are not known here: the site is the one that the user logged in to.
/// </remarks>
internal sealed class CookieJar
{
    private readonly Lock _lock = new();
    private readonly Dictionary<CookieKey, StoredCookie> _cookies = [];
    private readonly TimeProvider _time;
    private readonly string? _loginCookie;
    private long _created;
    private long _version;

    public CookieJar(LoginSnapshot? login, TimeProvider time, string? loginCookie = null)
    {
        _time = time;
        _loginCookie = loginCookie;
        UserAgent = login?.UserAgent ?? "";
        AcceptLanguage = login?.AcceptLanguage ?? "";
        foreach (SessionCookie cookie in login?.Cookies ?? [])
        {
            Put_NeedsLock(StoredCookie.From(cookie));
        }

        _version = 0;
    }

    /// <summary>What no text may show of the cookies here, and of whatever else the calls with them carry.</summary>
    public HeldSecrets Secrets { get; } = new();

    public string UserAgent { get; }

    public string AcceptLanguage { get; }

    /// <summary>Rises with each change that the site made.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>The value of the <c>Cookie</c> header for an address; null when no cookie belongs there.</summary>
    public string? HeaderFor(Uri uri)
    {
        List<StoredCookie> cookies = Matching(uri);
        if (cookies.Count == 0)
        {
            return null;
        }

        StringBuilder header = new();
        foreach (StoredCookie cookie in cookies)
        {
            header.Append(header.Length > 0 ? "; " : "");
            if (cookie.Name.Length > 0)
            {
                header.Append(cookie.Name).Append('=');
            }

            header.Append(cookie.Value);
        }

        return header.ToString();
    }

    /// <summary>True when a cookie of this name would be sent to the address.</summary>
    public bool Has(Uri uri, string name) => Matching(uri).Exists(cookie => cookie.Name == name);

    /// <summary>Keeps what an answer sets.</summary>
    /// <param name="uri">The address that answered.</param>
    /// <param name="line">One <c>Set-Cookie</c> line.</param>
    public void Absorb(Uri uri, string line)
    {
        DateTimeOffset now = _time.GetUtcNow();
        if (SetCookie.Parse(line) is not { } parsed || StoredCookie.From(parsed, uri, now) is not { } cookie)
        {
            return;
        }

        lock (_lock)
        {
            cookie = InItsPartition_NeedsLock(cookie, CookieScope.Host(uri));
            _cookies.TryGetValue(cookie.Key, out StoredCookie? old);
            if (old is { Secure: true } && !CookieScope.IsSecure(uri))
            {
                // An answer that anyone on the line could have forged does not overwrite a cookie that came over TLS.
                return;
            }

            if (cookie.HasExpired(now))
            {
                if (_cookies.Remove(cookie.Key))
                {
                    Interlocked.Increment(ref _version);
                }

                return;
            }

            Put_NeedsLock(cookie);
            if (old is null || old.Value != cookie.Value || old.Expires != cookie.Expires)
            {
                Interlocked.Increment(ref _version);
            }
        }
    }

    /// <summary>Takes over what a browser has changed since it was read before. What it has left alone may be newer here, and stays.</summary>
    /// <param name="before">What it had then; null for nothing.</param>
    /// <param name="now">What it has now.</param>
    public void TakeOver(LoginSnapshot? before, LoginSnapshot now)
    {
        Dictionary<CookieKey, StoredCookie> known = [];
        foreach (SessionCookie cookie in before?.Cookies ?? [])
        {
            StoredCookie stored = StoredCookie.From(cookie);
            known[stored.Key] = stored;
        }

        lock (_lock)
        {
            foreach (SessionCookie cookie in now.Cookies)
            {
                StoredCookie changed = StoredCookie.From(cookie);
                if (!(known.Remove(changed.Key, out StoredCookie? old) && Same(old, changed))
                    && !(_cookies.TryGetValue(changed.Key, out StoredCookie? ours) && Same(ours, changed)))
                {
                    Put_NeedsLock(changed);
                    Interlocked.Increment(ref _version);
                }
            }

            // What is left of them is gone from the browser.
            foreach (StoredCookie gone in known.Values)
            {
                if (_cookies.TryGetValue(gone.Key, out StoredCookie? ours) && Same(ours, gone) && _cookies.Remove(gone.Key))
                {
                    Interlocked.Increment(ref _version);
                }
            }
        }
    }

    /// <summary>The login as it stands now, without what has expired.</summary>
    public LoginSnapshot Snapshot()
    {
        DateTimeOffset now = _time.GetUtcNow();
        lock (_lock)
        {
            return new LoginSnapshot(
                [.. _cookies.Values.Where(cookie => !cookie.HasExpired(now)).OrderBy(cookie => cookie.Created).Select(cookie => cookie.ToSession())],
                UserAgent,
                AcceptLanguage);
        }
    }

    public override string ToString()
    {
        lock (_lock)
        {
            return $"{_cookies.Count} cookies";
        }
    }

    private List<StoredCookie> Matching(Uri uri)
    {
        string host = CookieScope.Host(uri);
        string path = uri.AbsolutePath;
        bool secure = CookieScope.IsSecure(uri);
        DateTimeOffset now = _time.GetUtcNow();
        List<StoredCookie> found = [];
        lock (_lock)
        {
            foreach (StoredCookie cookie in _cookies.Values)
            {
                if (cookie.Matches(host, path, secure, now))
                {
                    found.Add(cookie);
                }
            }
        }

        found.Sort(static (a, b) =>
            a.Path.Length != b.Path.Length ? b.Path.Length.CompareTo(a.Path.Length) : a.Created.CompareTo(b.Created));
        return found;
    }

    /// <summary>Which site a host is of, the browser knows, and its partitions tell.</summary>
    private StoredCookie InItsPartition_NeedsLock(StoredCookie cookie, string host) =>
        cookie.Partition is not null
        && _cookies.Values.FirstOrDefault(old => old.Partition is not null && old.BelongsOnPagesOf(host))?.Partition is { } known
            ? cookie.In(known)
            : cookie;

    private static bool Same(StoredCookie one, StoredCookie other) => one.Value == other.Value && one.Expires == other.Expires;

    private void Put_NeedsLock(StoredCookie cookie)
    {
        cookie.Created = _cookies.TryGetValue(cookie.Key, out StoredCookie? old) ? old.Created : ++_created;
        _cookies[cookie.Key] = cookie;
        Secrets.PutCookie(cookie.ToSession(), isOwn: cookie.Name == _loginCookie);
    }
}
