namespace Holdfast.Actions;

/// <summary>What API calls of one generation share: its cookies and its CSRF token.</summary>
internal sealed class GenerationHttp
{
    private readonly LiveJars _jars;
    private readonly TimeProvider _time;
    private long _published;

    public GenerationHttp(
        SessionLease lease, SessionHttpOptions options, LogoutSigns signs, Transport transport, Throttle throttle, LiveJars jars, TimeProvider time)
    {
        _jars = jars;
        _time = time;
        LongestPause = options.MaxThrottleWait;
        Lease = lease;
        Jar = jars.Adopt(lease.Login);
        Csrf = options.CsrfToken is null ? null : new CsrfTokens(this, options, signs, transport, throttle, time);
    }

    public SessionLease Lease { get; }

    public CookieJar Jar { get; }

    /// <summary>How long one call, or one question, may wait because the site asks for a pause.</summary>
    public TimeSpan LongestPause { get; }

    /// <summary>Waits, as long as the generation lives.</summary>
    public async Task WaitAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Lease.Lost);
        await Task.Delay(pause, _time, either.Token).ConfigureAwait(false);
    }

    /// <summary>Null when the site demands no token.</summary>
    public CsrfTokens? Csrf { get; }

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
