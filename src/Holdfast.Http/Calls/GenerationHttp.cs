using System.Collections.Concurrent;

namespace Holdfast.Http;

/// <summary>What API calls of one generation share: its cookies, its CSRF token, and what actions fetch once for it.</summary>
internal sealed class GenerationHttp
{
    private readonly LiveJars _jars;
    private readonly HookServices _services;
    private readonly Lock _browserLock = new();
    private readonly ConcurrentDictionary<(string Name, Type Type), object> _values = new();
    private long _takenOver;
    private long _published;

    public GenerationHttp(SessionLease lease, HookServices services, LiveJars jars)
    {
        _jars = jars;
        _services = services;
        Lease = lease;
        Jar = jars.Adopt(lease.Login);
        Csrf = services.Options.CsrfToken is { } fetch ? new GenerationValue<string?>(this, "CSRF token", ToldAsync, services) : null;

        async Task<string?> ToldAsync(HttpClient client, CancellationToken cancellationToken)
        {
            string? token = await fetch(client, cancellationToken).ConfigureAwait(false);
            Jar.Secrets.Put("CSRF token", token);
            return token;
        }
    }

    public SessionLease Lease { get; }

    public CookieJar Jar { get; }

    /// <summary>What no text may show of the cookies that the browser had when it was last asked; the jar's own may be others.</summary>
    public HeldSecrets BrowserSecrets { get; } = new();

    /// <summary>How long one call, or one question, may wait because the site asks for a pause.</summary>
    public TimeSpan LongestPause => _services.Options.MaxThrottleWait;

    /// <summary>Waits, as long as the generation lives.</summary>
    public async Task WaitAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Lease.Lost);
        await Task.Delay(pause, _services.Time, either.Token).ConfigureAwait(false);
    }

    /// <summary>Null when the site demands no token.</summary>
    public GenerationValue<string?>? Csrf { get; }

    /// <summary>A value that an action fetches once for this generation; the first caller's function counts.</summary>
    public Task<TValue> OnceAsync<TValue>(
        string name, Func<HttpClient, CancellationToken, Task<TValue>> fetch, CancellationToken cancellationToken) =>
        ((GenerationValue<TValue>)_values.GetOrAdd(
            (name, typeof(TValue)),
            static (key, made) => new GenerationValue<TValue>(made.This, $"value '{key.Name}'", made.Fetch, made.This._services),
            (This: this, Fetch: fetch))).GetAsync(cancellationToken);

    /// <summary>After a proof with the browser's own cookies: what a page, or the answer to the question, has changed is newer than what calls have.</summary>
    /// <param name="read">The browser's login as it was read for the question.</param>
    /// <param name="number">The question's ordinal: an older answer that comes later changes nothing.</param>
    public void TakeOver(LoginSnapshot read, long number)
    {
        lock (_browserLock)
        {
            if (number <= _takenOver)
            {
                return;
            }

            _takenOver = number;
            Jar.TakeOver(read, _jars.For(read).Snapshot());
        }
    }

    /// <summary>After a proof: hands the cookies to the lease if the site has changed them, so that recovery can restore them.</summary>
    public void PublishLogin()
    {
        long version = Jar.Version;
        if (Interlocked.Exchange(ref _published, version) == version)
        {
            return;
        }

        LoginSnapshot login = Jar.Snapshot();
        _jars.Tie(login, Jar);
        Lease.UpdateLogin(login);
    }
}
