namespace Holdfast.Actions;

/// <summary>Counts refused logins in the ledger of the run that is under way. Thread safe.</summary>
/// <param name="time">The clock.</param>
internal sealed class LedgerLoginLimit(TimeProvider time) : ILoginLimit
{
    private volatile Func<Func<Ledger, DateTimeOffset?>, bool, Task<DateTimeOffset?>>? _run;
    private volatile Func<LoginAccount>? _account;

    /// <summary>Says in which ledger, and for whom; null while no run is under way.</summary>
    /// <param name="account">Whom the login is for.</param>
    /// <param name="run">Works on the ledger; told whether the work writes.</param>
    public void PointTo(Func<LoginAccount>? account, Func<Func<Ledger, DateTimeOffset?>, bool, Task<DateTimeOffset?>>? run) => (_account, _run) = (account, run);

    /// <inheritdoc/>
    public Task<DateTimeOffset?> HeldUntilAsync(CancellationToken cancellationToken) =>
        RunAsync(static (ledger, account, now) => ledger.ReadLoginHold(account, now), writes: false);

    /// <inheritdoc/>
    public Task RefusedAsync(CancellationToken cancellationToken) => RunAsync(
        static (ledger, account, now) =>
        {
            ledger.NoteRefusedLogin(account, now);
            return null;
        },
        writes: true);

    private Task<DateTimeOffset?> RunAsync(Func<Ledger, LoginAccount, DateTimeOffset, DateTimeOffset?> work, bool writes)
    {
        if (_run is not { } run || _account is not { } whose)
        {
            return Task.FromResult<DateTimeOffset?>(null);
        }

        (LoginAccount account, DateTimeOffset now) = (whose(), time.GetUtcNow());
        return run(ledger => work(ledger, account, now), writes);
    }
}
