namespace Holdfast.Actions;

/// <summary>One page of the plan.</summary>
/// <typeparam name="TEffect">What the sending needs.</typeparam>
/// <param name="Effects">The effects, in the order in which they are to happen; may be empty.</param>
/// <param name="Next">What <see cref="SendAction{TEffect}.PlanAsync"/> needs for the next page; null on the last.</param>
public sealed record EffectPage<TEffect>(IReadOnlyList<Effect<TEffect>> Effects, string? Next = null);
