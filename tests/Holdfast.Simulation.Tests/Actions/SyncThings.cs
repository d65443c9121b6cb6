using System.Globalization;
using System.Net.Http.Json;
using Holdfast.Actions;

namespace Holdfast.Simulation.Tests;

/// <summary>Reads which of the site's items are new, changed or gone.</summary>
internal sealed class SyncThings : SyncAction<string, string>
{
    public override async Task<SyncPage<string>> ListAsync(GatherContext context, SyncPosition position, CancellationToken cancellationToken)
    {
        SiteItems.ChangesAnswer page = (await context.Http.GetFromJsonAsync<SiteItems.ChangesAnswer>(
            $"/changes?since={position.Since}&before={position.Cursor}", cancellationToken))!;
        return new(
            [.. page.Rows.Where(row => !row.IsGone).Select(row => new ListedItem<string>(row.Key, Text(row.Version), row.Key))],
            Next: page.Next is { } next ? Text(next) : null,
            Watermark: Text(page.Newest),
            Removed: [.. page.Rows.Where(row => row.IsGone).Select(row => row.Key)]);
    }

    public override Task<IReadOnlyList<Fetched<string>>> FetchAsync(
        GatherContext context, IReadOnlyList<ListedItem<string>> batch, CancellationToken cancellationToken) =>
        context.FetchEachAsync(batch, (item, token) => GatherThings.FetchAsync(context.Http, item.Key, token), cancellationToken);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
