namespace Holdfast.Ledger;

/// <summary>What a dry run asks of a ledger, in which it changes nothing. Not thread safe.</summary>
internal interface ILedgerReader : IDisposable
{
    /// <summary>Requires that the action's effects belong to this site.</summary>
    /// <exception cref="LedgerException">With <see cref="LedgerFault.OtherSite"/>: they belong to another one.</exception>
    Task RequireEffectsHereAsync(string action, string? site);

    /// <summary>The newest pause of each endpoint.</summary>
    Task<IReadOnlyList<PauseRow>> ReadRememberedPausesAsync();

    /// <summary>The run of the action that belongs to another member; null when there is none.</summary>
    Task<long?> FindOtherMemberAsync(string action, string member);

    /// <summary>What the next leg of a send action settles: effects that are planned, begun or in doubt, and those that were given up.</summary>
    Task<IReadOnlyList<StoredEffect>> ReadUnsettledEffectsAsync(string action);

    /// <summary>An effect; null when the action has none of this key.</summary>
    Task<StoredEffect?> FindEffectAsync(string action, string key);

    /// <summary>Where the plan of an action's unfinished run goes on; null when there is no such run.</summary>
    Task<EffectPosition?> FindOpenPlanAsync(string action);
}
