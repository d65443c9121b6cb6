namespace Holdfast.Http;

/// <summary>A pause that the site asked for, for whoever keeps the account.</summary>
/// <param name="Endpoint">Which calls wait: an endpoint, or a host for all of its endpoints. Clean.</param>
/// <param name="Status">The status code of the answer.</param>
/// <param name="AskedAt">When it was asked for, by the wall clock.</param>
/// <param name="Pause">The pause as it stands.</param>
internal sealed record PauseNotice(string Endpoint, int Status, DateTimeOffset AskedAt, BudgetPause Pause)
{
    /// <summary>When the calls go on, by the wall clock.</summary>
    public DateTimeOffset Until => AskedAt + Pause.Age + Pause.Left;
}
