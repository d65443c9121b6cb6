using System.Net;
using Microsoft.Extensions.Options;

namespace Holdfast.Http;

/// <summary>Asks who we are with the user's hook, past the browser and past every guard.</summary>
/// <remarks>It asks with the cookies that the login has now, and keeps those that the answer sets. Where the site did not know us by cookies that a
/// call's answer has changed while the question was on its way, it is asked again.</remarks>
internal sealed class HttpLoginVerifier(
    IOptions<SessionHttpOptions> options, LogoutSigns signs, Transport transport, Throttle throttle, LiveJars jars, LoginPageSight loginPage)
    : ILoginVerifier
{
    private const int MostQuestions = 3;

    private readonly SessionHttpOptions _options = options.Value;

    public TimeSpan PauseLeft => throttle.HeldFor(_options.BaseAddress!);

    public TimeSpan ClockAhead => transport.Clock.Ahead;

    public bool IsLoginPage(Uri address) => signs.IsLoginPage(address);

    public Task NoteLoginAsync(LoginSnapshot login, CancellationToken cancellationToken) => loginPage.RememberAsync(login, cancellationToken);

    public bool? IsOtherLogin(LoginSnapshot refused, LoginSnapshot browsers) =>
        !jars.For(refused).SendsTheSameAs(jars.For(browsers), _options.BaseAddress!);

    public void TakeOver(LoginSnapshot ours, LoginSnapshot browsers) => jars.For(ours).Become(browsers, jars.For(browsers).Snapshot());

    public async Task<Identity> WhoAmIAsync(LoginSnapshot login, CancellationToken cancellationToken)
    {
        Identity identity;
        try
        {
            identity = await AskAsync(login, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (loginPage.IsKnown && !cancellationToken.IsCancellationRequested)
        {
            // A hook that cannot read what it was answered may have been answered by somebody else.
            identity = Identity.Visitor("the who-am-I hook cannot read its answer");
        }

        if (identity.Kind != IdentityKind.Visitor || !loginPage.IsKnown)
        {
            return identity;
        }

        if (await loginPage.FindObstacleAsync(login, cancellationToken).ConfigureAwait(false) is { } obstacle)
        {
            return Identity.Unknown($"{identity.Detail}; {obstacle}") with { IsBlocked = true };
        }

        // What stood there may have gone between the question and the look.
        return await AskAsync(login, cancellationToken).ConfigureAwait(false) with { WasBlocked = true };
    }

    private async Task<Identity> AskAsync(LoginSnapshot login, CancellationToken cancellationToken)
    {
        CookieJar jar = jars.For(login);
        for (int asked = 1; ; asked++)
        {
            long version = jar.CallVersion;
            using PlainHandler handler = new(transport, jar, _options, signs, throttle, CancellationToken.None);
            bool mayAskAgain = asked < MostQuestions;
            try
            {
                Identity identity = await AskAsync(handler, cancellationToken).ConfigureAwait(false);
                if (identity.Kind != IdentityKind.Visitor || !mayAskAgain || !IsOutdated())
                {
                    return identity with { WasRenewed = asked > 1 };
                }
            }
            catch (Exception) when (mayAskAgain && !cancellationToken.IsCancellationRequested && IsOutdated())
            {
                // The hook cannot read what a visitor is answered.
            }

            bool IsOutdated() => jar.CallVersion != version;
        }
    }

    private async Task<Identity> AskAsync(PlainHandler handler, CancellationToken cancellationToken)
    {
        using HttpClient client = handler.CreateClient();
        try
        {
            Identity identity = await _options.WhoAmI!(client, cancellationToken).ConfigureAwait(false);
            return AskLater(handler, identity.Kind)
                ?? (identity.Kind == IdentityKind.Visitor && handler.Failure is { } failed
                    ? Identity.Unknown($"HTTP {failed}")
                    : identity with { Detail = EvidenceText.Clean(identity.Detail) });
        }
        catch (Exception exception)
        {
            if (AskLater(handler, IdentityKind.Unknown) is { } later)
            {
                return later;
            }

            if (handler.Failure is { } status)
            {
                // What a hook makes of it, and how it says so, is no sign of anything.
                return Identity.Unknown($"HTTP {status}");
            }

            if (handler.Sign is { } sign && !IsSiteFault(exception))
            {
                return Identity.Visitor(EvidenceText.Clean(sign));
            }

            if (!cancellationToken.IsCancellationRequested && Describe(exception) is null)
            {
                // The hook's own: whoever asks judges it.
                throw;
            }

            return Identity.Unknown(Describe(exception) ?? "no answer in time");
        }
    }

    /// <summary>A site that asks for a pause says nothing about the login, whatever the hook made of it.</summary>
    private static Identity? AskLater(PlainHandler handler, IdentityKind found) =>
        found != IdentityKind.Member && handler.PauseLeft is { } left
            ? Identity.Unknown($"{handler.Paused} asked for a pause") with { AskAgainAfter = left }
            : null;

    private static bool IsSiteFault(Exception exception) =>
        exception is OperationCanceledException or HttpRequestException { StatusCode: null or >= HttpStatusCode.InternalServerError };

    /// <summary>What HTTP has failed with; null when it was something else.</summary>
    private static string? Describe(Exception exception) => exception switch
    {
        HttpRequestException { StatusCode: HttpStatusCode.ProxyAuthenticationRequired } => "the proxy refuses our name and password (HTTP 407)",
        HttpRequestException { StatusCode: { } status } => $"HTTP {(int)status}",
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => EvidenceText.Clean(exception.Message),
        HttpRequestException { HttpRequestError: var error } => $"no connection: {error}",
        OperationCanceledException => "no answer in time",
        TimeoutException or IOException and not (FileNotFoundException or DirectoryNotFoundException) => $"no answer: {exception.GetType().Name}",
        _ => null,
    };
}
