using System.Globalization;

namespace Holdfast.Tests.Shared;

/// <summary>What a site shows, in short. Arrays only: see <see cref="GatherJob"/>.</summary>
internal static class Listed
{
    public static readonly GenerationStamp First = new(0, 1);

    public static PageListing Page(int number, int? next, params ListedItem[] items) => new(
        1,
        number == 1 ? null : number.ToString(CultureInfo.InvariantCulture),
        next?.ToString(CultureInfo.InvariantCulture),
        null,
        items,
        First);

    public static PageListing Gone(int number, int? next, params string[] keys) => Page(number, next) with { Removed = keys };

    public static ListedItem Item(string key, string? fingerprint = "f1") => new(key, fingerprint, $$"""{"id":"{{key}}"}""");

    public static ItemOutcome Whole(string key, int value = 1, string? fingerprint = "f1") =>
        ItemOutcome.Whole(key, $$"""{"key":"{{key}}","value":{{value}}}""", fingerprint);

    /// <summary>A page of a plan.</summary>
    public static PlannedPage Effects(string? next, params string[] keys) => new(keys.Select(key => new PlannedEffect(key, "{}")).ToArray(), next);
}
