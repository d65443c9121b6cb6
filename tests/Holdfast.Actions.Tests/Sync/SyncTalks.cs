using System.Globalization;
using System.Net;
using System.Net.Http.Json;

namespace Holdfast.Actions.Tests.Sync;

/// <summary>Keeps a copy of the talks of a <see cref="TalkSite"/>.</summary>
internal sealed class SyncTalks : SyncAction<SyncTalks.Row, SyncTalks.Talk>
{
    /// <summary>False for a site that cannot be asked since when.</summary>
    public bool AsksSince { get; init; } = true;

    public bool NewestFirst { get; init; } = true;

    public override bool IsNewestFirst => NewestFirst;

    public override async Task<SyncPage<Row>> ListAsync(GatherContext context, SyncPosition position, CancellationToken cancellationToken)
    {
        string since = AsksSince ? position.Since ?? "" : "";
        Page page = (await context.Http.GetFromJsonAsync<Page>($"/list?since={since}&before={position.Cursor}", cancellationToken))!;
        return new(
            [.. page.Items.Where(row => !row.Gone).Select(row => new ListedItem<Row>(row.Key, row.Changed.ToString(CultureInfo.InvariantCulture), row))],
            page.Next?.ToString(CultureInfo.InvariantCulture),
            page.Newest.ToString(CultureInfo.InvariantCulture),
            [.. page.Items.Where(row => row.Gone).Select(row => row.Key)]);
    }

    public override Task<IReadOnlyList<Fetched<Talk>>> FetchAsync(
        GatherContext context, IReadOnlyList<ListedItem<Row>> batch, CancellationToken cancellationToken) =>
        context.FetchEachAsync(batch, async (row, token) =>
        {
            using HttpResponseMessage answer = await context.Http.GetAsync(new Uri($"/{row.Key}", UriKind.Relative), token);
            return answer.StatusCode == HttpStatusCode.NotFound
                ? Fetched.Removed<Talk>(row.Key)
                : Fetched.Whole(row.Key, (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Talk>(token))!);
        }, cancellationToken);

    internal sealed record Row(string Key, long Changed, bool Gone);

    internal sealed record Talk(string Text);

    private sealed record Page(IReadOnlyList<Row> Items, long? Next, long Newest);
}
