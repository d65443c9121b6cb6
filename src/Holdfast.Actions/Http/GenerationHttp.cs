namespace Holdfast.Actions;

/// <summary>What API calls of one generation share: its cookies and its CSRF token.</summary>
internal sealed class GenerationHttp
{
    private readonly LiveJars _jars;
    private long _published;

    public GenerationHttp(SessionLease lease, SessionHttpOptions options, LogoutSigns signs, Transport transport, LiveJars jars, TimeProvider time)
    {
        _jars = jars;
        Lease = lease;
        Jar = jars.Adopt(lease.Login);
        Csrf = options.CsrfToken is null ? null : new CsrfTokens(this, options, signs, transport, time);
    }

    public SessionLease Lease { get; }

    public CookieJar Jar { get; }

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
