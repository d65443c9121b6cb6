using System.Globalization;

namespace Holdfast.Actions.Tests.Sync;

/// <summary>Reads the pages that a test gives it, after a call for each page and each item.</summary>
internal sealed class SyncPages : SyncAction<string, SyncPages.Note>
{
    public override string Name => "pages";

    public bool NewestFirst { get; set; } = true;

    public override bool IsNewestFirst => NewestFirst;

    /// <summary>Entries such as <c>a1</c>, a key of one letter and its version; and keys that are gone.</summary>
    public IReadOnlyList<(string[] Items, string[] Removed)> Pages { get; set; } = [];

    /// <summary>Keys whose fetch says that they are gone.</summary>
    public HashSet<string> GoneAtFetch { get; } = [];

    public override async Task<SyncPage<string>> ListAsync(GatherContext context, SyncPosition position, CancellationToken cancellationToken)
    {
        await CallAsync(context, "list", cancellationToken);
        int page = int.Parse(position.Cursor ?? "0", CultureInfo.InvariantCulture);
        return new(
            [.. Pages[page].Items.Select(entry => new ListedItem<string>(entry[..1], entry[1..], entry))],
            page + 1 < Pages.Count ? (page + 1).ToString(CultureInfo.InvariantCulture) : null,
            Removed: Pages[page].Removed);
    }

    public override Task<IReadOnlyList<Fetched<Note>>> FetchAsync(
        GatherContext context, IReadOnlyList<ListedItem<string>> batch, CancellationToken cancellationToken) =>
        context.FetchEachAsync(batch, async (item, token) =>
        {
            await CallAsync(context, item.Key, token);
            return GoneAtFetch.Contains(item.Key) ? Fetched.Removed<Note>(item.Key) : Fetched.Whole(item.Key, new Note(item.Value));
        }, cancellationToken);

    private static async Task CallAsync(GatherContext context, string path, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await context.Http.GetAsync(new Uri($"/{path}", UriKind.Relative), cancellationToken);
    }

    internal sealed record Note(string Text);
}
