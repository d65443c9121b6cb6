namespace Holdfast.App;

/// <summary>What became of the effects of a send.</summary>
internal sealed record RunEffectsJson(
    long Planned, long Confirmed, long ConfirmedBefore, long Failed, long InDoubt, long Dropped, long Pending, long Pages, bool PlanRead);
