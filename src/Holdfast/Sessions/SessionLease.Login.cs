namespace Holdfast;

/// <content>Suspicion, and proof of identity.</content>
public abstract partial class SessionLease
{
    private readonly Lock _suspicionLock = new();
    private FreshCheck<Identity>? _whoAmI;
    private TaskCompletionSource? _settled;
    private int _suspicions;

    /// <summary>An answer looks as if the site had logged us out: admits no further call, asks once who we are, and ends the generation if
    /// we are a visitor.</summary>
    /// <param name="source">Where the answer came from, such as <c>http</c>.</param>
    /// <param name="detail">What it was, without secrets; cleaned before it is kept.</param>
    /// <param name="cancellationToken">Ends the caller's wait.</param>
    /// <returns>A member (the answer was the call's own failure) or unknown (the site could not be asked).</returns>
    /// <exception cref="SessionLostException">The site takes us for a visitor: the generation was ended as <see cref="LossCause.LoggedOut"/>.
    /// Or it died meanwhile of something else.</exception>
    public async Task<Identity> ConfirmLoginAsync(string source, string detail, CancellationToken cancellationToken)
    {
        using IDisposable suspicion = Suspect();
        return await AskAsync(source, detail, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks who we are, with a question that begins after this call, so that everything fetched before it is proven by it.</summary>
    /// <param name="cancellationToken">Ends the caller's wait.</param>
    /// <returns>A member, or unknown when the site could not be asked.</returns>
    /// <exception cref="SessionLostException">As for <see cref="ConfirmLoginAsync"/>.</exception>
    public Task<Identity> ProveLoginAsync(CancellationToken cancellationToken) =>
        AskAsync("who-am-i", "asked before a commit", cancellationToken);

    /// <summary>Closes the gate until the returned object is disposed.</summary>
    private protected IDisposable Suspect()
    {
        lock (_suspicionLock)
        {
            _suspicions++;
            _settled ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _gate.Suspect();
        }

        return new Suspicion(this);
    }

    private async Task<Identity> AskAsync(string source, string detail, CancellationToken cancellationToken)
    {
        if (_gate.IsDead)
        {
            throw CountSymptom(null);
        }

        LazyInitializer.EnsureInitialized(ref _whoAmI, () => new FreshCheck<Identity>(
            () => Login is { } login ? _owner.WhoAmIAsync(login, Lost) : Task.FromResult(Identity.Unknown("no login was captured"))));
        Task<Identity> question = _whoAmI.AskAsync();
        await FirstOfAsync(question, cancellationToken).ConfigureAwait(false);
        if (_gate.IsDead)
        {
            throw CountSymptom(null);
        }

        cancellationToken.ThrowIfCancellationRequested();
        Identity identity = await question.ConfigureAwait(false);
        if (identity.Kind == IdentityKind.Member && MemberName is not null && identity.Name != MemberName)
        {
            identity = Identity.Visitor("the site knows us by another name");
        }

        if (identity.Kind != IdentityKind.Visitor)
        {
            return identity;
        }

        bool first = ReportDeath(new Evidence(LossCause.LoggedOut, EvidenceStrength.Explicit, source, $"{detail}; who-am-i: {identity.Detail}"));
        throw first ? LostException(null) : CountSymptom(null);
    }

    private async Task SettledAsync(CancellationToken cancellationToken)
    {
        Task settled;
        lock (_suspicionLock)
        {
            settled = _settled?.Task ?? Task.CompletedTask;
        }

        await FirstOfAsync(settled, cancellationToken).ConfigureAwait(false);
    }

    private void Dismiss()
    {
        lock (_suspicionLock)
        {
            if (--_suspicions == 0)
            {
                _gate.Clear();
                _settled?.TrySetResult();
                _settled = null;
            }
        }
    }

    private sealed class Suspicion(SessionLease lease) : IDisposable
    {
        private SessionLease? _lease = lease;

        public void Dispose() => Interlocked.Exchange(ref _lease, null)?.Dismiss();
    }
}
