using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace Holdfast.Http;

/// <summary>Makes API calls that ride on a browser's login. One for each session; owns what its leases share.</summary>
/// <remarks>Thread safe. From the outside in, a call passes: lease, suspicion, retry, throttle, guard, wire.</remarks>
public sealed class SessionHttpClient : IDisposable
{
    /// <summary>The name under which the handlers are registered with <c>IHttpClientFactory</c>; a named session's have its name after it, with a dot
    /// between.</summary>
    public const string HandlerName = "Holdfast.Session";

    private readonly ConditionalWeakTable<SessionLease, GenerationHttp> _generations = [];
    private readonly HttpMessageInvoker _chain;
    private readonly SessionHttpOptions _options;
    private readonly HookServices _services;
    private readonly LiveJars _jars;
    private readonly ILoginVerifier _verifier;

    internal SessionHttpClient(
        IHttpMessageHandlerFactory handlers,
        string chain,
        IOptions<SessionHttpOptions> options,
        LogoutSigns signs,
        Transport transport,
        Throttle throttle,
        LiveJars jars,
        ILoginVerifier verifier,
        TimeProvider time)
    {
        _options = options.Value;
        _services = new HookServices(_options, signs, transport, throttle, time);
        Throttle = throttle;
        _jars = jars;
        _verifier = verifier;

        // The factory keeps this chain for good; connections renew themselves below it.
        _chain = new HttpMessageInvoker(handlers.CreateHandler(chain), disposeHandler: false);
    }

    /// <summary>Knows the site's pauses.</summary>
    internal Throttle Throttle { get; }

    /// <summary>The address of the site, without user, query and fragment.</summary>
    internal string? Site => _options.BaseAddress?.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>Whom a login is for, as far as it is known before it: the site, and the name and secret that its hook uses.</summary>
    internal LoginAccount Account => new($"{Site}\n{_options.LoginName?.Invoke()}", _options.LoginSecret?.Invoke());

    /// <summary>Begins a batch of calls on a lease.</summary>
    /// <param name="lease">The lease. Calls fail at once when it is lost.</param>
    /// <returns>The batch's client and proof. Dispose it after the batch.</returns>
    public LeasedHttp ForLease(SessionLease lease) => ForLease(lease, deadline: null);

    /// <summary>As <see cref="ForLease(SessionLease)"/>, for work whose time is limited.</summary>
    internal LeasedHttp ForLease(SessionLease lease, WorkDeadline? deadline)
    {
        ArgumentNullException.ThrowIfNull(lease);
        GenerationHttp generation = _generations.GetValue(
            lease, key => new GenerationHttp(key, _services, _jars));
        return new LeasedHttp(generation, _chain, _options.BaseAddress) { Deadline = deadline };
    }

    /// <summary>Makes sure that somebody answers at <see cref="SessionHttpOptions.BaseAddress"/>, before a browser is started for it.</summary>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <returns>A task that ends with the first answer, whatever it is; at once when the site asked for a pause: then it is there, and wants to
    /// be left alone.</returns>
    /// <exception cref="HttpRequestException">Nobody answers there.</exception>
    /// <exception cref="AnswerRefusedException">The site sends everybody on to another name of its own, with or without <c>www.</c>: that one belongs into
    /// the address.</exception>
    public Task ReachAsync(CancellationToken cancellationToken) => Throttle.HeldFor(_options.BaseAddress!) > TimeSpan.Zero
        ? Task.CompletedTask
        : _services.Transport.ReachAsync(_options.BaseAddress!, cancellationToken);

    /// <summary>How long the site wants to be left alone.</summary>
    internal TimeSpan PauseLeft => _verifier.PauseLeft;

    /// <summary>Asks who we are without any login. A site that knows us even so, or a hook that always says so, proves nothing.</summary>
    /// <returns>Null when the site cannot say now, or asked for a pause; false as well when nobody needs to ask
    /// (<see cref="SessionHttpOptions.LoginIsTransport"/>).</returns>
    internal async Task<bool?> KnowsEverybodyAsync(CancellationToken cancellationToken)
    {
        if (_options.LoginIsTransport)
        {
            return false;
        }

        if (PauseLeft > TimeSpan.Zero)
        {
            return null;
        }

        try
        {
            return await _verifier.WhoAmIAsync(new LoginSnapshot([], "", ""), cancellationToken).ConfigureAwait(false) switch
            {
                { Kind: IdentityKind.Member } => true,
                { Kind: IdentityKind.Unknown } => null,
                _ => false,
            };
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A hook that cannot read what a visitor is told takes nobody for a member.
            return false;
        }
    }

    /// <summary>Lets go of the handlers. Leases' clients fail from here on.</summary>
    public void Dispose() => _chain.Dispose();
}
