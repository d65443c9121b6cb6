using System.Globalization;
using System.Net;
using Holdfast.Actions;

namespace Kinfolk;

/// <summary>Keeps a copy of the member's conversations: each run reads what is new, edited or deleted since the last one.</summary>
internal sealed class SyncInbox : SyncAction<SyncInbox.Row, SyncInbox.Talk>
{
    public override async Task<SyncPage<Row>> ListAsync(GatherContext context, SyncPosition position, CancellationToken cancellationToken)
    {
        string query = $"/api/conversations?since={position.Since}&before={position.Cursor}";
        Inbox inbox = (await context.Http.GetFromJsonAsync<Inbox>(query, cancellationToken))!;
        return new(
            [.. inbox.Items.Where(row => !row.Deleted).Select(row => new ListedItem<Row>(row.Id, Text(row.Changed), row))],
            Next: inbox.Next is { } next ? Text(next) : null,
            Watermark: Text(inbox.Newest),
            Removed: [.. inbox.Items.Where(row => row.Deleted).Select(row => row.Id)]);
    }

    public override Task<IReadOnlyList<Fetched<Talk>>> FetchAsync(
        GatherContext context, IReadOnlyList<ListedItem<Row>> batch, CancellationToken cancellationToken) =>
        context.FetchEachAsync(batch, async (row, token) =>
        {
            using HttpResponseMessage answer = await context.Http.GetAsync($"/api/conversations/{row.Key}", token);
            return answer.StatusCode == HttpStatusCode.NotFound
                ? Fetched.Removed<Talk>(row.Key)
                : Fetched.Whole(row.Key, (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Talk>(token))!);
        }, cancellationToken);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    internal sealed record Row(string Id, string With, long Changed, bool Deleted);

    internal sealed record Talk(string Id, string With, IReadOnlyList<Line> Messages);

    internal sealed record Line(string From, string Text, bool Edited);

    private sealed record Inbox(IReadOnlyList<Row> Items, long? Next, long Newest);
}
