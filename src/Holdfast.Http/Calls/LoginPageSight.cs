namespace Holdfast.Http;

/// <summary>
/// Tells a log-out from a page that stands in front of the whole site (maintenance, a firewall, a captive portal) and answers everything in its place:
/// both redirect, or refuse, what was asked. But a site that logged us out still has its login page where it was at the last good login; a page in
/// front of it answers there as well. Thread safe.
/// </summary>
internal sealed class LoginPageSight(SessionHttpOptions options, LogoutSigns signs, Transport transport, Throttle throttle, TimeProvider time)
{
    private LoginPageEnd? _known;

    /// <summary>True once it is known where the login page is.</summary>
    public bool IsKnown => Volatile.Read(ref _known) is not null;

    /// <summary>After a good login: remembers where the login page is. One that cannot be had, or refuses a visitor, tells nothing.</summary>
    public async Task RememberAsync(LoginSnapshot login, CancellationToken cancellationToken)
    {
        // Where the connection itself logs in there is no visitor.
        if (!options.LoginIsTransport && await LookAsync(login, cancellationToken).ConfigureAwait(false) is { Status: < 400 } end)
        {
            Volatile.Write(ref _known, end);
        }
    }

    /// <summary>Looks for what answers in the site's place.</summary>
    /// <returns>What shows it; null when the login page is where it was, or when nobody knows where that is.</returns>
    public async Task<string?> FindObstacleAsync(LoginSnapshot login, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _known) is not { } known)
        {
            return null;
        }

        LoginPageEnd? now = await LookAsync(login, cancellationToken).ConfigureAwait(false);
        return now == known ? null : $"something stands in front of the site: its login page was {known}, and now is {now?.ToString() ?? "not to be had"}";
    }

    /// <summary>As a visitor: without any cookie.</summary>
    private async Task<LoginPageEnd?> LookAsync(LoginSnapshot login, CancellationToken cancellationToken)
    {
        CookieJar nothing = new(login with { Cookies = [] }, time);
        using PlainHandler handler = new(transport, nothing, options, signs, throttle, CancellationToken.None);
        using HttpClient client = handler.CreateClient();
        try
        {
            using HttpResponseMessage answer = await client.GetAsync(options.LoginPath ?? "", cancellationToken).ConfigureAwait(false);
            Uri uri = answer.RequestMessage!.RequestUri!;
            return (int)answer.StatusCode is >= 500 or 408 or 429 ? null : LoginPageEnd.Of(Redirects.Target(answer, uri) ?? uri, (int)answer.StatusCode);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
