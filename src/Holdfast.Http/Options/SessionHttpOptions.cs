using System.ComponentModel.DataAnnotations;
using System.Threading.RateLimiting;

namespace Holdfast.Http;

/// <summary>How API calls ride on a browser's login. Checked at start.</summary>
public sealed class SessionHttpOptions
{
    /// <summary>The site's address; relative addresses of calls, and the hooks' clients, start from it. The CSRF token goes to this origin
    /// only, and only its answers must carry the proof of identity. Required.</summary>
    [Required]
    public Uri? BaseAddress { get; set; }

    /// <summary>Asks the site who we are. Required: a suspicion cannot be resolved without it.</summary>
    /// <remarks>
    /// The client carries the session's cookies and headers and is limited to <see cref="AttemptTimeout"/>. An exception counts as
    /// <see cref="IdentityKind.Visitor"/> when an answer looked logged out (401, 403, a redirect to the login page,
    /// <see cref="LooksLoggedOut"/>), else as <see cref="IdentityKind.Unknown"/>: a site that fails says nothing about the login.
    /// </remarks>
    [Required]
    public Func<HttpClient, CancellationToken, Task<Identity>>? WhoAmI { get; set; }

    /// <summary>Tells that an answer looks as if we were logged out, such as HTTP 200 with an error code in the body. Added to the built-in
    /// signs: 401, 403, a redirect to the login page, <see cref="LoginCookie"/> gone. Null by default.</summary>
    /// <remarks>It may be wrong at the price of one question: an answer that looks logged out is confirmed with <see cref="WhoAmI"/>. Called
    /// concurrently.</remarks>
    public Func<ApiAnswer, bool>? LooksLoggedOut { get; set; }

    /// <summary>Tells whether an answer proves that the site knows us, such as by a header with our name in it. Null (the default) when answers
    /// carry no proof; then each batch asks once before it commits.</summary>
    /// <remarks>
    /// A named proof is compared with the name that <see cref="WhoAmI"/> gave. An answer with another name is not taken, and the call fails with
    /// <see cref="AnswerRefusedException"/>: caches have served one member's page to another. A good answer of <see cref="BaseAddress"/> with
    /// <see cref="Proof.None"/> looks logged out: some sites serve the public part of the data to a visitor, with HTTP 200. Called concurrently.
    /// </remarks>
    public Func<ApiAnswer, Proof>? ProvesIdentity { get; set; }

    /// <summary>True when the login is in the connection itself, such as a client certificate or an intranet's own sign-on, so that the site knows
    /// us without a cookie. Default false: the site is asked <see cref="WhoAmI"/> once without any login when a run starts, and one that knows us
    /// even so ends it, because it would call a visitor a member as well.</summary>
    public bool LoginIsTransport { get; set; }

    /// <summary>Other origins to which a redirect may lead, such as <c>https://files.example</c>: scheme, host and port count. Empty by default. A
    /// redirect elsewhere is not followed, and the call fails with <see cref="AnswerRefusedException"/>: what another site says is not the
    /// member's data. The same host over TLS needs no leave.</summary>
    public IList<Uri> AllowOrigins { get; } = [];

    /// <summary>The path of the login page, such as <c>/account/login</c>; a redirect to it or below looks logged out. Null (the default)
    /// takes any address with a segment such as <c>login</c>, <c>signin</c> or <c>logon</c> for one. Ignored when
    /// <see cref="IsLoginPage"/> is set.</summary>
    public string? LoginPath { get; set; }

    /// <summary>Tells that an address is a login page, for sites where <see cref="LoginPath"/> is not enough. Null by default.</summary>
    public Func<Uri, bool>? IsLoginPage { get; set; }

    /// <summary>The name that the login hook logs in with, such as the user name. Refused logins are counted for it, so that jobs of two members may share
    /// a ledger, which keeps no more of it than a keyed hash. Null (the default): they are counted for the site. Asked when a login is due.</summary>
    public Func<string>? LoginName { get; set; }

    /// <summary>The secret that the login hook logs in with, such as the password: one that was changed may be tried at once, although two logins were
    /// refused within an hour. The ledger keeps no more of it than a short keyed hash, and only of one that was refused. Null (the default): all secrets
    /// of a <c>HoldfastApp</c> together; elsewhere refused logins are counted whatever they were tried with. Asked when a login is due.</summary>
    public Func<string>? LoginSecret { get; set; }

    /// <summary>The name of the cookie without which there is no login; its disappearance looks logged out. Null by default.</summary>
    public string? LoginCookie { get; set; }

    /// <summary>Fetches the token that the site demands with unsafe methods (all but GET, HEAD, OPTIONS and TRACE), or with those that
    /// <see cref="NeedsCsrfToken"/> names. Null (the default) when it
    /// demands none; a null token sends none.</summary>
    /// <remarks>Called once for each generation, whoever needs it first, and again when a member is refused. The client is as for
    /// <see cref="WhoAmI"/>, and ends with the generation.</remarks>
    public Func<HttpClient, CancellationToken, Task<string?>>? CsrfToken { get; set; }

    /// <summary>The header that carries the token. Default <c>X-CSRF-Token</c>. Ignored without <see cref="CsrfToken"/>.</summary>
    [Required]
    public string CsrfHeader { get; set; } = "X-CSRF-Token";

    /// <summary>Which requests carry the token, for a site that wants it with reads too, as WordPress wants its nonce. Asked of each request to
    /// <see cref="BaseAddress"/>, before it is sent; may be called by several threads at once. Null (the default): those with unsafe methods. Ignored without
    /// <see cref="CsrfToken"/>.</summary>
    public Func<HttpRequestMessage, bool>? NeedsCsrfToken { get; set; }

    /// <summary>Tells that the site refused a stale token, for sites that do not say 403. Null by default. Ignored without
    /// <see cref="CsrfToken"/>.</summary>
    public Func<ApiAnswer, bool>? LooksLikeStaleCsrf { get; set; }

    /// <summary>How often a transient fault (5xx, 408, no connection, no answer in time) is tried again. Default 3; 0 for never.</summary>
    [Range(0, 100)]
    public int MaxRetries { get; set; } = 3;

    /// <summary>The wait before the first retry; it doubles, with jitter. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between retries. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The time for one attempt, its redirects and its body included. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.0100000", "1.00:00:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Tells which requests may be sent twice. Null (the default) means GET, HEAD, OPTIONS, TRACE, PUT and DELETE: repeating any other
    /// could do its work twice.</summary>
    public Func<HttpRequestMessage, bool>? IsRepeatable { get; set; }

    /// <summary>Tells that an answer asks for a pause, for sites that say so with HTTP 200 and an error code. Added to the built-in signs: 429,
    /// and 503 with <c>Retry-After</c>. <c>Retry-After</c> counts here too. Null by default. Called concurrently.</summary>
    public Func<ApiAnswer, bool>? AsksForPause { get; set; }

    /// <summary>How long one call may wait in all because the site asks for a pause (429, 503 with <c>Retry-After</c>, or
    /// <see cref="AsksForPause"/>). A longer pause, or one too many, gives the answer to the caller; later calls wait for so long and try
    /// then. Default 15 minutes. Later calls are held for 1 s even if this is less.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan MaxThrottleWait { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The pause when the site asks for one and does not say how long. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.0010000", "01:00:00")]
    public TimeSpan DefaultThrottlePause { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Names the endpoint of a request. Calls to one endpoint share its pauses and its pace. Null (the default), or a null or empty name,
    /// stands for the host and the path, with a star for each segment that looks like a value: <c>site.example/api/people/*/badges</c>.</summary>
    /// <remarks>Set it for a site that has names of people, or keys of letters only, in its paths: they look like words. It must give the same
    /// request the same name each time, and not too many names: beyond 256, all further ones of a host are one endpoint. Where a redirect leads,
    /// it sees method and address only. Names are logged and kept in the ledger, cleaned: without a query string, and at most 300 characters.
    /// Called concurrently.</remarks>
    public Func<HttpRequestMessage, string?>? Endpoint { get; set; }

    /// <summary>Gives a rate that calls keep to from the start, such as a <see cref="TokenBucketRateLimiter"/>, given the name of an endpoint, or
    /// of a host (<c>site.example</c>, <c>127.0.0.1:8080</c>) for all calls to it. Null (the default), or a null limiter, for no rate but what the
    /// site's refusals teach; both apply. An attempt holds one permit from before its first byte until its answer.</summary>
    /// <remarks>Called once for each name, before its first call, or more often if several come first together. Several names may share one
    /// limiter: a call takes one permit of it then. The limiter is disposed with the client, or at once if it is not needed. One that refuses is
    /// asked again, after its <see cref="MetadataName.RetryAfter"/>, else after 100 ms; with a queue it need not refuse. The calls of hooks, such
    /// as <see cref="WhoAmI"/>, take no permit.</remarks>
    public Func<string, RateLimiter?>? RateLimit { get; set; }

    /// <summary>The largest body that is accepted, in bytes; a larger one fails the call. Default 64 MiB.</summary>
    /// <remarks>Bodies are read completely before an answer is handed out, so that a death ends a call while its body is still coming.</remarks>
    [Range(1L, int.MaxValue)]
    public long MaxResponseBytes { get; set; } = 64L << 20;

    /// <summary>How many redirects a call follows; then the last one is its answer. Default 10.</summary>
    [Range(0, 50)]
    public int MaxRedirects { get; set; } = 10;

    /// <summary>Sends <c>Holdfast-Generation</c> and <c>Holdfast-Sequence</c> with each call, so that a test site can tell what was admitted
    /// when. Default false: a real site need not know.</summary>
    public bool StampRequests { get; set; }

    /// <summary>Sets up the connections: proxy, certificates, pool. Null by default. Called once. Cookies and redirects stay off, whatever it does.</summary>
    public Action<SocketsHttpHandler>? ConfigureHandler { get; set; }

    /// <summary>Answers in the place of the network, for tests. Null (the default) for real connections; when set,
    /// <see cref="ConfigureHandler"/> is ignored. Called concurrently; not disposed. Compressed bodies are not unpacked.</summary>
    public HttpMessageHandler? PrimaryHandler { get; set; }
}
