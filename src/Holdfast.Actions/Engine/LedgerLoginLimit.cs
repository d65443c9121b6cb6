namespace Holdfast.Actions;

/// <summary>Counts refused logins of a session in one ledger, for as long as the session lives: also while no run uses it. Thread safe.</summary>
/// <param name="account">Whom a login is for.</param>
/// <param name="closed">The ledger while no run has it open.</param>
/// <param name="time">The clock.</param>
internal sealed class LedgerLoginLimit(Func<LoginAccount> account, ILoginLedger closed, TimeProvider time)
{
    private readonly Attachments<ILoginLedger> _open = new();

    /// <summary>A run has the ledger open, until what is returned is disposed: then it is asked there.</summary>
    public IDisposable Attach(ILoginLedger open) => _open.Attach(open);

    /// <summary>When a login may be tried again, by this ledger; null when it may be tried now.</summary>
    public Task<DateTimeOffset?> HeldUntilAsync() => AskAsync(logins => logins.ReadLoginHoldAsync(account(), time.GetUtcNow()));

    /// <summary>The site has refused a login.</summary>
    public Task RefusedAsync() => AskAsync(async logins =>
    {
        await logins.RecordRefusedLoginAsync(account(), time.GetUtcNow()).ConfigureAwait(false);
        return true;
    });

    private async Task<T> AskAsync<T>(Func<ILoginLedger, Task<T>> ask)
    {
        foreach (ILoginLedger open in _open.Now)
        {
            try
            {
                return await ask(open).ConfigureAwait(false);
            }
            catch (ObjectDisposedException)
            {
                // Its run was over a moment ago, and nothing was asked or kept.
            }
        }

        return await ask(closed).ConfigureAwait(false);
    }
}
