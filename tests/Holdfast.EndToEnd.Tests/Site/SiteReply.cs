using System.Text.Json;

namespace Holdfast.EndToEnd.Tests.Site;

/// <summary>What the site answered.</summary>
internal sealed record SiteReply(int Status, string? Location, string? Member, string? RetryAfter, string? MediaType, string Body)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);

    public string? Error => Json.GetProperty("error").GetString();

    public T As<T>() => JsonSerializer.Deserialize<T>(Body, JsonSerializerOptions.Web)!;
}
