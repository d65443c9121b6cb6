using System.Globalization;
using System.Net.Http.Json;

namespace Holdfast.Actions.Tests.Running;

/// <summary>What the tests' action keeps.</summary>
internal sealed record Kept(string Key, int Value);

/// <summary>Gathers the tests' site. A test may replace how a batch is fetched.</summary>
internal sealed class SiteGather(string name = "site") : GatherAction<Entry, Kept>
{
    public delegate Task<IReadOnlyList<Fetched<Kept>>> Fetching(
        GatherContext context, IReadOnlyList<ListedItem<Entry>> batch, CancellationToken cancellationToken);

    public override string Name => name;

    public Fetching Fetch { get; set; } = FetchBatchAsync;

    public static async Task<IReadOnlyList<Fetched<Kept>>> FetchBatchAsync(
        GatherContext context, IReadOnlyList<ListedItem<Entry>> batch, CancellationToken cancellationToken)
    {
        string keys = string.Join(',', batch.Select(item => item.Key));
        Entry[] entries = (await context.Http.GetFromJsonAsync<Entry[]>($"/records?keys={keys}", cancellationToken))!;
        return [.. entries.Select(entry => Fetched.Whole(entry.Key, new Kept(entry.Key, entry.Value)))];
    }

    public static async Task<Kept> FetchOneAsync(GatherContext context, string key, CancellationToken cancellationToken)
    {
        Entry[] entries = (await context.Http.GetFromJsonAsync<Entry[]>($"/records?keys={key}", cancellationToken))!;
        return new Kept(key, entries[0].Value);
    }

    public override async Task<ListPage<Entry>> ListAsync(GatherContext context, string? cursor, CancellationToken cancellationToken)
    {
        SitePage page = (await context.Http.GetFromJsonAsync<SitePage>($"/list?page={cursor ?? "1"}", cancellationToken))!;
        return new(
            [.. page.Items.Select(entry => new ListedItem<Entry>(entry.Key, entry.Version, entry))],
            page.Next?.ToString(CultureInfo.InvariantCulture),
            page.Total);
    }

    public override Task<IReadOnlyList<Fetched<Kept>>> FetchAsync(
        GatherContext context, IReadOnlyList<ListedItem<Entry>> batch, CancellationToken cancellationToken) =>
        Fetch(context, batch, cancellationToken);
}
