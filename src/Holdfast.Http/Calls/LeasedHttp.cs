namespace Holdfast.Http;

/// <summary>API calls of one batch of work, riding on one lease.</summary>
/// <remarks>Thread safe. Light: connections are shared by all. Cookies and the CSRF token are shared by the lease's generation.</remarks>
public sealed class LeasedHttp : IDisposable
{
    private readonly GenerationHttp _generation;
    private readonly BatchProof _answers = new();
    private readonly BatchProof _looks = new();
    private int _renewals;
    private volatile bool _isLossSeen;
    private volatile bool _over;

    internal LeasedHttp(GenerationHttp generation, HttpMessageInvoker chain, Uri? baseAddress)
    {
        _generation = generation;
        _renewals = generation.Lease.LoginRenewals;
#pragma warning disable CA2000 // The client owns it.
        LeaseHandler handler = new(this, generation, _answers, chain);
#pragma warning restore CA2000
        Client = new HttpClient(handler, disposeHandler: true)
        {
            BaseAddress = baseAddress,
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>The lease that the calls ride on.</summary>
    public SessionLease Lease => _generation.Lease;

    /// <summary>Makes the calls: guarded, with the browser's cookies and headers, retried when the site fails, and paused when it asks for it.</summary>
    /// <remarks>
    /// A call fails with <see cref="SessionLostException"/> when the lease is lost, with <see cref="TimeoutException"/> when the site did not
    /// answer in time. <see cref="HttpClient"/> itself turns both into <see cref="TaskCanceledException"/> when the caller's own token has
    /// fired, so ask <see cref="SessionLease.IsLost"/> before believing a type, or let <see cref="RunAsync"/> do it.
    /// A redirect to the login page is handed out as it came. Each answer's body is complete.
    /// </remarks>
    public HttpClient Client { get; }

    /// <summary>True once a call of this work was told that its session is lost.</summary>
    internal bool IsLossSeen => _isLossSeen;

    /// <summary>True when the work may have an effect that must not happen twice: an unsafe request is then never repeated by us, whatever
    /// <see cref="SessionHttpOptions.IsRepeatable"/> says.</summary>
    internal bool SendsOnce { get; set; }

    /// <summary>The time of the work; it stands still while a call, or the proof, waits for a pause or a turn. Null (the default) for no
    /// limit.</summary>
    internal WorkDeadline? Deadline { get; init; }

    /// <summary>Remembers that the work is being told of the loss.</summary>
    /// <returns>False, and nothing is remembered, while the lease lives.</returns>
    internal bool MarkLossSeen() => Lease.IsLost && (_isLossSeen = true);

    /// <summary>Work on the browser begins or ends: what it saw there must be proven.</summary>
    internal void Looked() => _looks.Saw(carriesProof: false);

    /// <summary>Makes sure that no text shows a cookie that the browser has by now. Waits a second at most.</summary>
    internal async Task LearnCookiesAsync(CancellationToken cancellationToken)
    {
        if (await Lease.TryCaptureLoginAsync(cancellationToken).ConfigureAwait(false) is { } login)
        {
            _generation.BrowserSecrets.PutLogin(login);
        }
    }

    /// <summary>A value that is fetched once for the lease's generation, whoever needs it first. A failure is not kept.</summary>
    internal async Task<TValue> OncePerGenerationAsync<TValue>(
        string name, Func<HttpClient, CancellationToken, Task<TValue>> fetch, CancellationToken cancellationToken)
    {
        // Whoever fetches it waits out the pauses that the site asks for.
        using IDisposable? wait = Deadline?.BeginWait();
        return await _generation.OnceAsync(name, fetch, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Work that nobody waits for any longer must not begin anything.</summary>
    internal void ThrowIfOver() => ObjectDisposedException.ThrowIf(_over, this);

    /// <summary>Runs work that makes calls, and says truly how it failed.</summary>
    /// <typeparam name="TResult">What the work gives back.</typeparam>
    /// <param name="work">The work. Its token ends when the lease is lost or the caller cancels.</param>
    /// <param name="cancellationToken">The caller's own wish to stop.</param>
    /// <returns>The work's result, if the lease was still held when it came.</returns>
    /// <exception cref="SessionLostException">The lease was lost, whatever the work made of it.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<TResult> RunAsync<TResult>(
        Func<HttpClient, CancellationToken, Task<TResult>> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        using CancellationTokenSource linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Lease.Lost);
        try
        {
            Lease.ThrowIfLost();
            TResult result = await work(Client, linked.Token).ConfigureAwait(false);
            Lease.ThrowIfLost();
            return result;
        }
        catch
        {
            Lease.ThrowIfLost();
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }

    /// <summary>Makes sure that all answers and pages so far were given to a member; called immediately before their records are committed.</summary>
    /// <remarks>
    /// Asks nobody when each answer carried the proof itself (<see cref="SessionHttpOptions.ProvesIdentity"/>), or when there was none. Else
    /// asks once who we are, with a question that begins after the last answer; batches that ask at the same time share it. Work on the browser
    /// never proves itself: the browser's cookies are read afresh, and the question is asked with them. A pause that the site asks for is waited
    /// out, and the question asked again.
    /// </remarks>
    /// <param name="cancellationToken">The caller's own wish to stop.</param>
    /// <returns>A task that ends with the proof.</returns>
    /// <exception cref="LoginUnprovenException">The site could not be asked.</exception>
    /// <exception cref="SessionLostException">The site takes us for a visitor, or the lease was lost.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task ProveAsync(CancellationToken cancellationToken = default)
    {
        Lease.ThrowIfLost();

        // The browser first: newer cookies of its own are asked with next.
        await ProveAsync(
            _looks,
            async () =>
            {
                LoginAnswer answer = await Lease.ProveBrowserLoginAsync(cancellationToken).ConfigureAwait(false);
                if (answer is { Identity.Kind: IdentityKind.Member, Login: { } login })
                {
                    _generation.TakeOver(login, answer.Number);
                }

                return answer.Identity;
            },
            cancellationToken).ConfigureAwait(false);
        await ProveAsync(_answers, () => ProveCallsAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        _generation.PublishLogin();
        Lease.ThrowIfLost();
    }

    /// <summary>Ends the calls that are still running.</summary>
    public void Dispose()
    {
        _over = true;
        Client.Dispose();
    }

    /// <summary>A question that is asked with a newer login than the calls carried proves nothing of them.</summary>
    private async Task<Identity> ProveCallsAsync(CancellationToken cancellationToken)
    {
        Identity identity = await Lease.ProveLoginAsync(cancellationToken).ConfigureAwait(false);
        int renewals = Lease.LoginRenewals;
        return Interlocked.Exchange(ref _renewals, renewals) == renewals ? identity : identity with { WasRenewed = true };
    }

    private async Task ProveAsync(BatchProof proof, Func<Task<Identity>> ask, CancellationToken cancellationToken)
    {
        TimeSpan waited = TimeSpan.Zero;
        while (proof.IsNeeded)
        {
            long seen = proof.Seen;
            Identity identity;
            try
            {
                using (Deadline?.BeginWait())
                {
                    // What stands in front of the site may be waited for.
                    identity = await ask().ConfigureAwait(false);
                }

                if (identity is { Kind: IdentityKind.Unknown, AskAgainAfter: { } pause } && waited + pause <= _generation.LongestPause)
                {
                    waited += pause;
                    using IDisposable? wait = Deadline?.BeginWait();
                    await _generation.WaitAsync(pause, cancellationToken).ConfigureAwait(false);
                    continue;
                }
            }
            catch
            {
                Lease.ThrowIfLost();
                cancellationToken.ThrowIfCancellationRequested();
                throw;
            }

            if (identity.Kind != IdentityKind.Member)
            {
                Lease.ThrowIfLost();
                throw new LoginUnprovenException(EvidenceText.Clean(identity.Detail));
            }

            if (identity.IsLate)
            {
                throw new LoginUnprovenException(identity.WasBlocked
                    ? "something stood in front of the site, and may have answered in its place"
                    : "the site had ended the login that the calls carried; from here on they carry the newer one");
            }

            proof.Proven(seen);
        }
    }
}
