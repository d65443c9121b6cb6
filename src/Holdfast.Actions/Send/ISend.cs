namespace Holdfast.Actions;

/// <summary>A send action as the runner sees it: payloads are JSON.</summary>
internal interface ISend : IAction
{
    double? PerMinute { get; }

    int? PerDay { get; }

    Task<PlannedPage> PlanAsync(SendContext context, string? cursor, CancellationToken cancellationToken);

    Task<Sent> SendAsync(SendContext context, StoredEffect effect, CancellationToken cancellationToken);

    Task<EffectVerdict> VerifyAsync(SendContext context, StoredEffect effect, CancellationToken cancellationToken);
}

/// <summary>A page of the plan in the ledger's terms.</summary>
internal sealed record PlannedPage(IReadOnlyList<PlannedEffect> Effects, string? Next);

/// <summary>An effect of a page.</summary>
internal sealed record PlannedEffect(string Key, string PayloadJson);
