using System.Net;
using Microsoft.Extensions.Options;

namespace Holdfast.Http;

/// <summary>Judges each final answer: does it prove who we are, does it look logged out, was the CSRF token stale?</summary>
/// <remarks>
/// Outside the retry and its time-out, because the question who we are has its own. A login is never repeated from here: a visitor's
/// generation ends, and a member's refused call is sent at most once more, with a new token: not when a redirect of it was refused, for then
/// the request itself may have done its work. A call that the site did not answer, or answered by cookies that have changed since, is sent again where that
/// changes nothing twice.
/// </remarks>
internal sealed class SuspicionHandler(LogoutSigns signs, IOptions<SessionHttpOptions> options) : DelegatingHandler
{
    // Where each call meets a newer login than it carried, another one helps no more.
    private const int MostOutdated = 2;

    private readonly SessionHttpOptions _options = options.Value;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        LeasedCall call = LeasedCall.Of(request);
        call.SendsTokenWithReads = _options.NeedsCsrfToken?.Invoke(request) == true;
        bool needsToken = _options.NeedsCsrfToken is null ? !HttpMethods.IsSafe(request.Method) : call.SendsTokenWithReads;
        bool mayHaveIt = call.Generation.Csrf is not null && signs.IsHome(request.RequestUri!);
        call.CsrfToken = needsToken && mayHaveIt ? await TokenAsync(call, cancellationToken).ConfigureAwait(false) : null;
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            Finding finding = await JudgeAsync(call, response, cancellationToken).ConfigureAwait(false);
            for (int outdated = 0; finding is Finding.NotTheSites or Finding.Outdated or Finding.PerhapsOutdated;)
            {
                outdated += finding == Finding.NotTheSites ? 0 : 1;
                if (outdated > MostOutdated || !MayGoAgain(request, response, finding))
                {
                    finding = finding == Finding.PerhapsOutdated ? Finding.Nothing : throw Late(response, finding);
                    break;
                }

                response.Dispose();
                response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
                finding = await JudgeAsync(call, response, cancellationToken).ConfigureAwait(false);
            }

            if (finding != Finding.StaleToken)
            {
                return response;
            }

            string? fresh = await call.Generation.Csrf!.RefreshAsync(call.CsrfToken!, cancellationToken).ConfigureAwait(false);
            if (fresh is null || fresh == call.CsrfToken || !(OwnAnswer.Is(response) || RetryPolicy.MayRepeat(request, _options)))
            {
                return response;
            }

            response.Dispose();
            call.CsrfToken = fresh;
            response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            finding = await JudgeAsync(call, response, cancellationToken).ConfigureAwait(false);
            return finding is Finding.NotTheSites or Finding.Outdated ? throw Late(response, finding) : response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>What changes something goes again only where the site itself refused it as a visitor's.</summary>
    private bool MayGoAgain(HttpRequestMessage request, HttpResponseMessage response, Finding finding) =>
        RetryPolicy.MayRepeat(request, _options)
        || (finding != Finding.NotTheSites && response.StatusCode == HttpStatusCode.Unauthorized && OwnAnswer.Is(response));

    /// <summary>Whether the request has done its work nobody knows.</summary>
    private static HttpRequestException Late(HttpResponseMessage response, Finding finding) => new(finding == Finding.NotTheSites
        ? $"Something in front of the site answered HTTP {(int)response.StatusCode} in its place; whether the site had the request is not known."
        : $"The site answered HTTP {(int)response.StatusCode} to a login that was renewed meanwhile; whether it did what was asked is not known.");

    /// <summary>Whoever fetches the token waits out the pauses that the site asks for.</summary>
    private static async Task<string?> TokenAsync(LeasedCall call, CancellationToken cancellationToken)
    {
        using IDisposable? wait = call.Deadline?.BeginWait();
        return await call.Generation.Csrf!.GetAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Books the answer, and resolves what it makes us suspect.</summary>
    /// <exception cref="SessionLostException">The site takes us for a visitor.</exception>
    /// <exception cref="AnswerRefusedException">It is another member's, or leads to another origin.</exception>
    private async Task<Finding> JudgeAsync(LeasedCall call, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        Uri uri = response.RequestMessage!.RequestUri!;
        ApiAnswer answer = new(response, uri, Redirects.Target(response, uri));
        ProofVerdict proof = Proof.Judge(_options.ProvesIdentity?.Invoke(answer), call.Generation.Lease.MemberName);
        long place = call.Proof.Saw(proof == ProofVerdict.Ours);
        bool stale = call.CsrfToken is not null && _options.LooksLikeStaleCsrf?.Invoke(answer) == true;
        bool refused = call.CsrfToken is not null && answer.StatusCode == HttpStatusCode.Forbidden;
        string? sign = signs.Find(answer, proof, call.Generation.Jar)
            ?? (stale && proof != ProofVerdict.Ours ? $"HTTP {(int)answer.StatusCode} looks like a stale CSRF token" : null);
        if (sign is null)
        {
            return signs.Refusal(answer, proof) is { } unasked ? throw unasked : TokenOf(stale || refused);
        }

        Identity identity = await ConfirmAsync(call, sign, cancellationToken).ConfigureAwait(false);
        if (identity is { Kind: IdentityKind.Member, WasBlocked: true })
        {
            return Finding.NotTheSites;
        }

        if (identity is { Kind: IdentityKind.Member, WasRenewed: true })
        {
            call.Generation.PublishLogin();
            return Finding.Outdated;
        }

        if (signs.Refusal(answer, proof) is { } refusal)
        {
            throw refusal;
        }

        if (identity.Kind != IdentityKind.Member)
        {
            return Finding.Nothing;
        }

        call.Proof.Proven(place);
        bool hasChanged = call.Generation.Jar.CallVersion - call.SentAt != OwnAnswer.CookieChanges(response);
        call.Generation.PublishLogin();
        return stale || refused ? Finding.StaleToken : hasChanged ? Finding.PerhapsOutdated : Finding.Nothing;
    }

    /// <summary>The time of the work stands still: what is in front of the site may be waited for.</summary>
    private static async Task<Identity> ConfirmAsync(LeasedCall call, string sign, CancellationToken cancellationToken)
    {
        using IDisposable? wait = call.Deadline?.BeginWait();
        return await call.Generation.Lease.ConfirmLoginAsync("http", sign, cancellationToken).ConfigureAwait(false);
    }

    private static Finding TokenOf(bool isStale) => isStale ? Finding.StaleToken : Finding.Nothing;

    /// <summary>What there is to do about an answer.</summary>
    private enum Finding
    {
        /// <summary>It is the caller's.</summary>
        Nothing,

        /// <summary>The site knows us, and refused the call's CSRF token.</summary>
        StaleToken,

        /// <summary>Something in front of the site gave it, which is gone by now.</summary>
        NotTheSites,

        /// <summary>The site refused the login that the call carried, and knows us by a newer one.</summary>
        Outdated,

        /// <summary>The site knows us, by cookies that have changed since the call was sent: it may be refused all the same.</summary>
        PerhapsOutdated,
    }
}
