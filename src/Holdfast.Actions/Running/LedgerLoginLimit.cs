namespace Holdfast.Actions;

/// <summary>Counts refused logins in the ledger of the run that is under way. Thread safe.</summary>
/// <param name="time">The clock.</param>
internal sealed class LedgerLoginLimit(TimeProvider time) : ILoginLimit
{
    private volatile ILoginLedger? _ledger;
    private volatile Func<LoginAccount>? _account;

    /// <summary>Says in which ledger, and for whom; null while no run is under way.</summary>
    /// <param name="account">Whom the login is for.</param>
    /// <param name="ledger">Where it is counted.</param>
    public void PointTo(Func<LoginAccount>? account, ILoginLedger? ledger) => (_account, _ledger) = (account, ledger);

    /// <inheritdoc/>
    public Task<DateTimeOffset?> HeldUntilAsync(CancellationToken cancellationToken) => _ledger is { } ledger && _account is { } whose
        ? ledger.ReadLoginHoldAsync(whose(), time.GetUtcNow())
        : Task.FromResult<DateTimeOffset?>(null);

    /// <inheritdoc/>
    public Task RefusedAsync(CancellationToken cancellationToken) => _ledger is { } ledger && _account is { } whose
        ? ledger.RecordRefusedLoginAsync(whose(), time.GetUtcNow())
        : Task.CompletedTask;
}
