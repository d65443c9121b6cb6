namespace Holdfast.Ledger;

/// <summary>Keeps the logins that a site refused, over all runs. Thread safe.</summary>
internal interface ILoginLedger
{
    /// <summary>When a login of this account may be tried again; null when it may be tried now.</summary>
    Task<DateTimeOffset?> ReadLoginHoldAsync(LoginAccount account, DateTimeOffset now);

    /// <summary>Keeps that the site refused a login of this account.</summary>
    Task RecordRefusedLoginAsync(LoginAccount account, DateTimeOffset now);
}
