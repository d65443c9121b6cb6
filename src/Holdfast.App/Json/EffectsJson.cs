namespace Holdfast.App;

/// <summary><c>effects list --json</c>.</summary>
internal sealed record EffectsJson(int SchemaVersion, IReadOnlyList<EffectJson> Effects)
{
    public static EffectsJson Of(IEnumerable<StoredEffect> effects) => new(JsonText.SchemaVersion, [.. effects.Select(EffectJson.Of)]);
}
