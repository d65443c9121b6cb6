namespace Holdfast.Actions;

/// <summary>Counts refused logins in the ledger of a run that uses the session. Thread safe.</summary>
/// <param name="ledger">Names the ledger: what two runs on one ledger are told counts once.</param>
/// <param name="account">Whom a login is for.</param>
/// <param name="logins">Where it is counted.</param>
/// <param name="time">The clock.</param>
internal sealed class LedgerLoginLimit(string ledger, Func<LoginAccount> account, ILoginLedger logins, TimeProvider time)
{
    /// <summary>The ledger's full path.</summary>
    public string Ledger { get; } = Path.GetFullPath(ledger);

    /// <summary>When a login may be tried again, by this ledger; null when it may be tried now.</summary>
    public Task<DateTimeOffset?> HeldUntilAsync() => logins.ReadLoginHoldAsync(account(), time.GetUtcNow());

    /// <summary>The site has refused a login.</summary>
    public Task RefusedAsync() => logins.RecordRefusedLoginAsync(account(), time.GetUtcNow());
}
