namespace Holdfast;

/// <summary>The one road to "who are we": asks the site, within the deadline, and holds what it answers against the name that it gave first.</summary>
/// <remarks>One for each session: the name holds over all its generations. Thread safe.</remarks>
/// <param name="verifier">Asks; null when nobody can.</param>
/// <param name="timeout">The longest that a question may take.</param>
/// <param name="time">The clock.</param>
internal sealed class LoginQuestion(ILoginVerifier? verifier, TimeSpan timeout, TimeProvider time)
{
    // The opening waits for it, and gains nothing by it.
    private static readonly TimeSpan s_noteTimeout = TimeSpan.FromSeconds(3.5);

    private string? _member;

    /// <summary>False when a login cannot be proven: no verifier is registered.</summary>
    public bool CanBeAsked => verifier is not null;

    /// <summary>Who the site said we are, the first time that it knew us; null before.</summary>
    public string? Member => Volatile.Read(ref _member);

    /// <summary>How much is left of a pause that the site asked for; zero when it wants none.</summary>
    public TimeSpan PauseLeft => verifier?.PauseLeft ?? TimeSpan.Zero;

    /// <summary>How far the site's clock is ahead of ours; zero when nobody knows.</summary>
    public TimeSpan ClockAhead => verifier?.ClockAhead ?? TimeSpan.Zero;

    /// <summary>True for an address of the site's login page.</summary>
    public bool IsLoginPage(Uri address) => verifier?.IsLoginPage(address) is true;

    /// <summary>Asks once.</summary>
    /// <param name="login">The login that is asked about.</param>
    /// <param name="isDriverFault">Knows the driver's exceptions: what the hook made of the browser is no fault of its own.</param>
    /// <param name="cancellationToken">Ends the question, without an answer.</param>
    /// <returns>Who the site says we are: a member whose name is the one that it gave first, a visitor, or unknown when it did not say.</returns>
    /// <exception cref="HookFailedException">The hook threw an exception of its own.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> ended it.</exception>
    public async Task<Identity> AskAsync(LoginSnapshot login, Func<Exception, bool> isDriverFault, CancellationToken cancellationToken)
    {
        if (verifier is null)
        {
            return Identity.Unknown("no login verifier is registered");
        }

        using CancellationTokenSource deadline = new(timeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        CancellationToken token = either.Token;
        try
        {
            // On the pool, so that a hook that blocks before its first await is held to the deadline too.
            return Judge(await Task.Run(() => verifier.WhoAmIAsync(login, token), CancellationToken.None).WaitObservedAsync(token).ConfigureAwait(false));
        }
        catch (Exception) when (token.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Identity.Unknown($"no answer within {timeout.TotalSeconds:0.###} s");
        }
        catch (Exception exception) when (IsHooksOwn(exception, isDriverFault))
        {
            throw new HookFailedException("who-am-I", exception);
        }
        catch (Exception exception)
        {
            return Identity.Unknown(EvidenceText.Clean(exception.Message));
        }
    }

    /// <summary>True when the browser's login, read after another was refused, is not that one; null when nobody can tell.</summary>
    public bool? IsOtherLogin(LoginSnapshot refused, LoginSnapshot browsers) => verifier?.IsOtherLogin(refused, browsers);

    /// <summary>Calls with our login go on with the browser's.</summary>
    public void TakeOver(LoginSnapshot ours, LoginSnapshot browsers) => verifier?.TakeOver(ours, browsers);

    /// <summary>A login by the user's hook has just been proven. Never throws.</summary>
    public async Task NoteLoginAsync(LoginSnapshot login, CancellationToken cancellationToken)
    {
        if (verifier is null)
        {
            return;
        }

        using CancellationTokenSource deadline = new(s_noteTimeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        CancellationToken token = either.Token;
        try
        {
            await Task.Run(() => verifier.NoteLoginAsync(login, token), CancellationToken.None).WaitObservedAsync(token).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Then a page in front of the site looks like a log-out.
        }
    }

    /// <summary>A login that the site knows by another name is not ours any more.</summary>
    private Identity Judge(Identity identity)
    {
        if (identity.Kind != IdentityKind.Member)
        {
            return identity;
        }

        string? known = Interlocked.CompareExchange(ref _member, identity.Name, null);
        if (known is not null && identity.Name != known)
        {
            return Identity.Visitor("the site knows us by another name than before");
        }

        KnownSecrets.AddMemberName(identity.Name);
        return identity;
    }

    /// <summary>A hook that has read the site's answers before, and cannot read this one, is not at fault:
    /// the site answers something else for a while.</summary>
    private bool IsHooksOwn(Exception exception, Func<Exception, bool> isDriverFault) =>
        HookFault.IsOwn(exception, isDriverFault) && !(Member is not null && HookFault.IsOfReading(exception));
}
