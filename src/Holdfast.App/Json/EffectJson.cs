using System.Text.Json;

namespace Holdfast.App;

/// <summary>An effect of a send action.</summary>
/// <param name="Action">The action.</param>
/// <param name="Key">Its key.</param>
/// <param name="State">What became of it.</param>
/// <param name="Text">The receipt, the reason or the doubt.</param>
/// <param name="Attempts">How often it was begun.</param>
/// <param name="ChangedAt">When it last changed its state.</param>
/// <param name="Payload">What is sent, as the action has it; a text when it was edited into something that is no JSON.</param>
internal sealed record EffectJson(
    string Action, string Key, string State, string? Text, int Attempts, DateTimeOffset ChangedAt, JsonElement Payload)
{
    public static EffectJson Of(StoredEffect effect) => new(
        effect.Action, effect.Key, JsonWords.Of(effect.State), effect.Text, effect.Attempts, effect.ChangedAt, Parse(effect.PayloadJson));

    private static JsonElement Parse(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(json, JsonText.Default.String);
        }
    }
}
