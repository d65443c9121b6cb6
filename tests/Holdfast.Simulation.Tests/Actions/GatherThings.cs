using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Holdfast.Actions;

namespace Holdfast.Simulation.Tests;

/// <summary>Gathers the site's items.</summary>
/// <param name="hasVersions">True when the list tells which version of an item there is.</param>
internal sealed class GatherThings(bool hasVersions) : GatherAction<string, string>
{
    public override async Task<ListPage<string>> ListAsync(GatherContext context, string? cursor, CancellationToken cancellationToken)
    {
        SiteItems.ListPageAnswer page = (await context.Http.GetFromJsonAsync<SiteItems.ListPageAnswer>($"/list/{cursor ?? "1"}", cancellationToken))!;
        return new(
            [.. page.Rows.Select(row => new ListedItem<string>(row.Key, hasVersions ? row.Version.ToString(CultureInfo.InvariantCulture) : null, row.Key))],
            page.Next?.ToString(CultureInfo.InvariantCulture));
    }

    public override Task<IReadOnlyList<Fetched<string>>> FetchAsync(
        GatherContext context, IReadOnlyList<ListedItem<string>> batch, CancellationToken cancellationToken) =>
        context.FetchEachAsync(batch, (item, token) => FetchAsync(context.Http, item.Key, token), cancellationToken);

    public static async Task<Fetched<string>> FetchAsync(HttpClient http, string key, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await http.GetAsync(new Uri($"/item/{key}", UriKind.Relative), cancellationToken);
        return answer.StatusCode == HttpStatusCode.NotFound
            ? Fetched.Removed<string>(key)
            : Fetched.Whole(key, (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<string>(cancellationToken))!);
    }
}
