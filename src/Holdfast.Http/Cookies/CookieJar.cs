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
    private LoginSnapshot? _browser;
    private long _created;
    private long _version;
    private long _callVersion;

    /// <param name="login">What it begins with; null for nothing.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loginCookie">The name of the cookie that is the login; null when nobody knows.</param>
    /// <param name="browser">What the browser had when it was last read; null for the same.</param>
    public CookieJar(LoginSnapshot? login, TimeProvider time, string? loginCookie = null, LoginSnapshot? browser = null)
    {
        _time = time;
        _loginCookie = loginCookie;
        _browser = browser ?? login;
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

    /// <summary>Rises with each change but those of answers to hooks: a call that was sent before carried other cookies than it would now.</summary>
    public long CallVersion => Interlocked.Read(ref _callVersion);

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
    /// <param name="isHooks">True when a hook was answered.</param>
    /// <returns>True when it changed the jar.</returns>
    public bool Absorb(Uri uri, string line, bool isHooks = false)
    {
        DateTimeOffset now = _time.GetUtcNow();
        if (SetCookie.Parse(line) is not { } parsed || StoredCookie.From(parsed, uri, now) is not { } cookie)
        {
            return false;
        }

        lock (_lock)
        {
            cookie = InItsPartition_NeedsLock(cookie, CookieScope.Host(uri));
            _cookies.TryGetValue(cookie.Key, out StoredCookie? old);
            if (old is { Secure: true } && !CookieScope.IsSecure(uri))
            {
                // An answer that anyone on the line could have forged does not overwrite a cookie that came over TLS.
                return false;
            }

            if (cookie.HasExpired(now))
            {
                if (!_cookies.Remove(cookie.Key))
                {
                    return false;
                }

                Changed_NeedsLock(isHooks);
                return true;
            }

            Put_NeedsLock(cookie);
            if (old is not null && Same(old, cookie))
            {
                return false;
            }

            Changed_NeedsLock(isHooks);
            return true;
        }
    }

    /// <summary>Takes over what a browser has changed since it was read before. What it has left alone may be newer here, and stays.</summary>
    /// <param name="read">What it had when it was read.</param>
    /// <param name="now">What it had, with what the site has changed since for a question that was asked with it.</param>
    public void TakeOver(LoginSnapshot read, LoginSnapshot now)
    {
        lock (_lock)
        {
            Dictionary<CookieKey, StoredCookie> known = ByKey(_browser);
            _browser = read;
            foreach (SessionCookie cookie in now.Cookies)
            {
                StoredCookie changed = StoredCookie.From(cookie);
                if (!(known.Remove(changed.Key, out StoredCookie? old) && Same(old, changed))
                    && !(_cookies.TryGetValue(changed.Key, out StoredCookie? ours) && Same(ours, changed)))
                {
                    Put_NeedsLock(changed);
                    Changed_NeedsLock();
                }
            }

            // What is left of them is gone from the browser.
            foreach (StoredCookie gone in known.Values)
            {
                if (_cookies.TryGetValue(gone.Key, out StoredCookie? ours) && Same(ours, gone) && _cookies.Remove(gone.Key))
                {
                    Changed_NeedsLock();
                }
            }
        }
    }

    /// <summary>Becomes what a browser has: the site knows that, and not what is here.</summary>
    /// <param name="read">What it had when it was read.</param>
    /// <param name="now">What it had, with what the site has changed since for a question that was asked with it.</param>
    public void Become(LoginSnapshot read, LoginSnapshot now)
    {
        lock (_lock)
        {
            _browser = read;
            _cookies.Clear();
            foreach (SessionCookie cookie in now.Cookies)
            {
                Put_NeedsLock(StoredCookie.From(cookie));
            }

            Changed_NeedsLock();
        }
    }

    /// <summary>True when an address would be sent the same cookies out of both, in whatever order.</summary>
    public bool SendsTheSameAs(CookieJar other, Uri uri) =>
        Matching(uri).Select(cookie => (cookie.Key, cookie.Value)).ToHashSet().SetEquals(other.Matching(uri).Select(cookie => (cookie.Key, cookie.Value)));

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

    private static Dictionary<CookieKey, StoredCookie> ByKey(LoginSnapshot? login)
    {
        Dictionary<CookieKey, StoredCookie> cookies = [];
        foreach (SessionCookie cookie in login?.Cookies ?? [])
        {
            StoredCookie stored = StoredCookie.From(cookie);
            cookies[stored.Key] = stored;
        }

        return cookies;
    }

    private static bool Same(StoredCookie one, StoredCookie other) => one.Value == other.Value && one.Expires == other.Expires;

    private void Changed_NeedsLock(bool isHooks = false)
    {
        Interlocked.Increment(ref _version);
        if (!isHooks)
        {
            Interlocked.Increment(ref _callVersion);
        }
    }

    private void Put_NeedsLock(StoredCookie cookie)
    {
        cookie.Created = _cookies.TryGetValue(cookie.Key, out StoredCookie? old) ? old.Created : ++_created;
        _cookies[cookie.Key] = cookie;
        Secrets.PutCookie(cookie.ToSession(), isOwn: cookie.Name == _loginCookie);
    }
}
