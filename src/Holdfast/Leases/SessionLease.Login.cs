namespace Holdfast;

/// <content>Suspicion, and proof of identity.</content>
public abstract partial class SessionLease
{
    /// <summary>How long the browser's cookies are waited for before a text is kept that may quote them: it must not hold up anything for long.</summary>
    internal static readonly TimeSpan LearnTimeout = TimeSpan.FromSeconds(1);

    // A page's renewal that the site has made may be on its way to the browser still.
    private const int Looks = 2;

    private static readonly TimeSpan s_lookAgain = TimeSpan.FromMilliseconds(100);

    // Something in front of the site is asked about more and more seldom.
    private static readonly TimeSpan[] s_blockedPauses =
        [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(5)];

    private FreshCheck<LoginAnswer>? _whoAmI;
    private FreshCheck<LoginAnswer>? _whoIsTheBrowser;

    // Guarded by the lock of _lostTask, which serves for it: every generation has one.
    private TaskCompletionSource? _resolved;
    private int _suspicions;
    private int _loginChecks;
    private int _questions;
    private int _blocks;
    private long _blockedSince;
    private int _renewals;

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
        Interlocked.Increment(ref _loginChecks);
        try
        {
            return (await AskAsync(OurLogin(), source, detail, cancellationToken).ConfigureAwait(false)).Identity;
        }
        finally
        {
            Interlocked.Decrement(ref _loginChecks);
        }
    }

    /// <summary>Asks who we are, with a question that begins after this call, so that everything fetched before it is proven by it.</summary>
    /// <param name="cancellationToken">Ends the caller's wait.</param>
    /// <returns>A member, or unknown when the site could not be asked.</returns>
    /// <exception cref="SessionLostException">As for <see cref="ConfirmLoginAsync"/>.</exception>
    public async Task<Identity> ProveLoginAsync(CancellationToken cancellationToken) =>
        (await AskAsync(OurLogin(), "who-am-i", "asked before a commit", cancellationToken).ConfigureAwait(false)).Identity;

    /// <summary>As <see cref="ProveLoginAsync"/>, for what was seen in the browser: asks with the cookies that the browser has when the question
    /// begins, which a page may have changed, or lost, without our calls' knowing.</summary>
    /// <param name="cancellationToken">Ends the caller's wait.</param>
    /// <returns>A member, and the browser's login as it was read; unknown when the browser or the site could not be asked.</returns>
    /// <exception cref="SessionLostException">As for <see cref="ConfirmLoginAsync"/>.</exception>
    public Task<LoginAnswer> ProveBrowserLoginAsync(CancellationToken cancellationToken) =>
        AskAsync(BrowsersLogin(), "who-am-i", "asked with the browser's cookies before a commit", cancellationToken);

    /// <summary>True while the site is asked whether it still knows us.</summary>
    internal bool IsCheckingLogin => Volatile.Read(ref _loginChecks) > 0;

    /// <summary>How often the site had ended our calls' login, and knew a newer one: what was answered across a change is proven by no question.</summary>
    internal int LoginRenewals => Volatile.Read(ref _renewals);

    /// <summary>Reads the browser's login as it is now, within a second.</summary>
    /// <returns>The login; null when it could not be read.</returns>
    internal Task<LoginSnapshot?> TryCaptureLoginAsync(CancellationToken cancellationToken) => TryAsync(CaptureLoginAsync, cancellationToken);

    private async Task<LoginSnapshot?> TryAsync(Func<CancellationToken, Task<LoginSnapshot>> read, CancellationToken cancellationToken)
    {
        using CancellationTokenSource deadline = new(LearnTimeout, _owner.Time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, Lost, cancellationToken);
        try
        {
            return await read(either.Token).WaitObservedAsync(either.Token).ConfigureAwait(false);
        }
        catch (Exception)
        {
            return null;
        }
    }

    /// <summary>Reads the browser's login as it is now, guarded.</summary>
    private protected abstract Task<LoginSnapshot> CaptureLoginAsync(CancellationToken cancellationToken);

    /// <summary>Reads it past the gate, which is closed while the login is in doubt.</summary>
    private protected abstract Task<LoginSnapshot> ReadLoginAsync(CancellationToken cancellationToken);

    /// <summary>True for an exception of the driver's.</summary>
    private protected abstract bool IsDriverFault(Exception exception);

    /// <summary>Closes the gate until the returned object is disposed.</summary>
    private protected IDisposable Suspect()
    {
        lock (_lostTask)
        {
            _suspicions++;
            _resolved ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _gate.Suspect();
        }

        return new Suspicion(this);
    }

    private FreshCheck<LoginAnswer> OurLogin() => LazyInitializer.EnsureInitialized(ref _whoAmI, () => new(async () =>
    {
        Identity identity = Login is { } login
            ? await WhoAmIWithEitherAsync(login).ConfigureAwait(false)
            : Identity.Unknown("no login was captured");
        if (identity.WasRenewed && Interlocked.Increment(ref _renewals) == 1)
        {
            _owner.OnLoginRenewed(this);
        }

        return new LoginAnswer(identity, Login, Interlocked.Increment(ref _questions));
    }));

    /// <summary>Asks with the login of our calls; and where the site takes it for a visitor's, with the browser's, which a page may have renewed without
    /// anybody's knowing. Calls go on with the one that the site knows.</summary>
    private async Task<Identity> WhoAmIWithEitherAsync(LoginSnapshot ours)
    {
        Identity identity = await WhoAmIAsync(ours).ConfigureAwait(false);
        LoginSnapshot refused = ours;
        for (int look = 1; identity.Kind == IdentityKind.Visitor && look <= Looks && !_gate.IsDead; look++)
        {
            if (look > 1)
            {
                await Task.Delay(s_lookAgain, _owner.Time, Lost).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            if (await TryAsync(ReadLoginAsync, CancellationToken.None).ConfigureAwait(false) is not { } browsers
                || _owner.Question.IsOtherLogin(refused, browsers) is not { } isOther)
            {
                break;
            }

            if (isOther)
            {
                refused = browsers;
                Identity renewed = await WhoAmIAsync(browsers).ConfigureAwait(false);
                if (renewed.Kind == IdentityKind.Member)
                {
                    _owner.Question.TakeOver(ours, browsers);
                    return renewed with { WasRenewed = true };
                }

                identity = renewed.Kind == IdentityKind.Visitor ? identity : renewed;
            }
        }

        return identity;
    }

    private FreshCheck<LoginAnswer> BrowsersLogin() => LazyInitializer.EnsureInitialized(ref _whoIsTheBrowser, () => new(async () =>
    {
        long number = Interlocked.Increment(ref _questions);
        using CancellationTokenSource deadline = new(_owner.CaptureTimeout, _owner.Time);
        LoginSnapshot login;
        try
        {
            login = await CaptureLoginAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            return new LoginAnswer(
                Identity.Unknown(deadline.IsCancellationRequested
                    ? $"the browser did not tell its cookies within {_owner.CaptureTimeout.TotalSeconds:0.###} s"
                    : $"the browser's cookies could not be read: {EvidenceText.Clean(exception.Message)}"),
                null,
                number);
        }

        return new LoginAnswer(await WhoAmIAsync(login).ConfigureAwait(false), login, number);
    }));

    /// <summary>Asks; while something stands in front of the site, again and again. Whoever asks meanwhile waits for its end.</summary>
    private async Task<Identity> WhoAmIAsync(LoginSnapshot login)
    {
        for (int asked = 1; ; asked++)
        {
            Identity identity = await AskSiteAsync(login).ConfigureAwait(false);
            if (!identity.IsBlocked)
            {
                Interlocked.Exchange(ref _blockedSince, 0);
                return identity with { WasBlocked = asked > 1 || identity.WasBlocked };
            }

            Interlocked.Increment(ref _blocks);
            long now = _owner.Time.GetTimestamp();
            long since = Interlocked.CompareExchange(ref _blockedSince, now, 0);
            if (_gate.IsDead || _owner.Time.GetElapsedTime(since == 0 ? now : since, now) >= _owner.SiteOutage)
            {
                return identity;
            }

            if (asked == 1)
            {
                _owner.OnSiteBlocked(identity.Detail);
            }

            TimeSpan pause = s_blockedPauses[Math.Min(asked, s_blockedPauses.Length) - 1];
            await Task.Delay(pause, _owner.Time, Lost).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Identity> AskSiteAsync(LoginSnapshot login)
    {
        try
        {
            return await _owner.Question.AskAsync(login, IsDriverFault, Lost).ConfigureAwait(false);
        }
        catch (HookFailedException fault)
        {
            await _owner.OnHookFailedAsync(fault, Lost).ConfigureAwait(false);
            return Identity.Unknown("the who-am-I hook failed");
        }
    }

    private async Task<LoginAnswer> AskAsync(FreshCheck<LoginAnswer> check, string source, string detail, CancellationToken cancellationToken)
    {
        if (_gate.IsDead)
        {
            throw CountSymptom(null);
        }

        // Another question may wait out what stands there, and this one find it gone: what was fetched before is doubtful all the same.
        int blocks = Volatile.Read(ref _blocks);
        bool isBlocked = Interlocked.Read(ref _blockedSince) != 0;
        Task<LoginAnswer> question = check.AskAsync();
        await FirstOfAsync(question, cancellationToken).ConfigureAwait(false);
        if (_gate.IsDead)
        {
            throw CountSymptom(null);
        }

        cancellationToken.ThrowIfCancellationRequested();
        LoginAnswer answer = await question.ConfigureAwait(false);
        if (answer.Identity.Kind != IdentityKind.Visitor)
        {
            bool wasBlocked = answer.Identity.WasBlocked || isBlocked || blocks != Volatile.Read(ref _blocks);
            return answer with { Identity = answer.Identity with { WasBlocked = wasBlocked } };
        }

        bool first = ReportDeath(new Evidence(
            LossCause.LoggedOut, EvidenceStrength.Explicit, source, $"{detail}; who-am-i: {answer.Identity.Detail}"));
        throw first ? LostException(null) : CountSymptom(null);
    }

    private async Task ResolvedAsync(CancellationToken cancellationToken)
    {
        Task resolved;
        lock (_lostTask)
        {
            resolved = _resolved?.Task ?? Task.CompletedTask;
        }

        await FirstOfAsync(resolved, cancellationToken).ConfigureAwait(false);
    }

    private void Dismiss()
    {
        lock (_lostTask)
        {
            if (--_suspicions == 0)
            {
                _gate.Clear();
                _resolved?.TrySetResult();
                _resolved = null;
            }
        }
    }

    private sealed class Suspicion(SessionLease lease) : IDisposable
    {
        private SessionLease? _lease = lease;

        public void Dispose() => Interlocked.Exchange(ref _lease, null)?.Dismiss();
    }
}
