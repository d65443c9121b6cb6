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
