namespace Holdfast.Ledger;

/// <summary>What came of an attempt.</summary>
/// <param name="Effect">The effect's number in the ledger.</param>
/// <param name="Happened">What happened.</param>
/// <param name="Text">The receipt, the reason or the doubt; null for none.</param>
internal readonly record struct EffectResult(long Effect, EffectEvent Happened, string? Text);
