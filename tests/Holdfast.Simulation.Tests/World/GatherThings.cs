using System.Globalization;
using System.Net.Http.Json;
using Holdfast.Actions;

namespace Holdfast.Simulation.Tests;

/// <summary>Gathers the site's items.</summary>
internal sealed class GatherThings : GatherAction<string, string>
{
    public override async Task<ListPage<string>> ListAsync(GatherContext context, string? cursor, CancellationToken cancellationToken)
    {
        SimulatedSite.ListAnswer page = (await context.Http.GetFromJsonAsync<SimulatedSite.ListAnswer>($"/list/{cursor ?? "1"}", cancellationToken))!;
        return new([.. page.Keys.Select(key => new ListedItem<string>(key, null, key))], page.Next?.ToString(CultureInfo.InvariantCulture));
    }

    public override Task<IReadOnlyList<Fetched<string>>> FetchAsync(
        GatherContext context, IReadOnlyList<ListedItem<string>> batch, CancellationToken cancellationToken) =>
        context.FetchEachAsync(
            batch, async (item, token) => (await context.Http.GetFromJsonAsync<string>($"/item/{item.Key}", token))!, cancellationToken);
}
