using System.Text.Json;
using Holdfast.Actions;

namespace MediaWiki;

/// <summary>Keeps a copy of the pages that the account watches: each run reads what was edited, moved, deleted or restored since the last one.</summary>
/// <remarks>The key is the title, because that is what a wiki watches. A page that is deleted and made anew has another number, and the redirect
/// that a rename leaves has no entry of its own in the list.</remarks>
internal sealed class SyncWatchList : SyncAction<string, WikiPage>
{
    // The list is read from the last run on, so that the last word about a page comes last.
    public override bool IsNewestFirst => false;

    public override async Task<SyncPage<string>> ListAsync(GatherContext context, SyncPosition position, CancellationToken cancellationToken)
    {
        JsonElement? more = position.Cursor is null ? null : JsonElement.Parse(position.Cursor);
        WikiAnswer answer = await WikiApi.AskAsync(
            context.Http, position.Since is null ? Everything() : ChangesSince(position.Since), more, cancellationToken);

        // What is said last of each title: its fingerprint, or null when the page is gone.
        Dictionary<string, string?> last = answer.Pages
            .Where(page => !page.Missing)
            .ToDictionary(page => page.Title!, page => (string?)$"{page.LastRevId}");
        foreach (WikiAnswer.Change change in answer.Query?.WatchList ?? [])
        {
            last[change.Title] = change.IsDeletion ? null : change.Fingerprint;
            if (change.MovedTo is { } title)
            {
                last[title] = change.Fingerprint;
            }
        }

        return new(
            [.. last.Where(page => page.Value is not null).Select(page => new ListedItem<string>(page.Key, page.Value, page.Key))],
            Next: answer.Continue?.GetRawText(),
            Watermark: answer.ShownUntil,
            Removed: [.. last.Where(page => page.Value is null).Select(page => page.Key)]);
    }

    public override async Task<IReadOnlyList<Fetched<WikiPage>>> FetchAsync(
        GatherContext context, IReadOnlyList<ListedItem<string>> batch, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, WikiAnswer.Page> pages = await GatherPages.DetailsAsync(
            context.Http, "titles", [.. batch.Select(page => page.Key)], page => page.Title!, cancellationToken);
        return [.. batch.Select(page => pages.GetValueOrDefault(page.Key) is { Missing: true }
            ? Fetched.Removed<WikiPage>(page.Key)
            : GatherPages.ToRecord(page.Key, pages.GetValueOrDefault(page.Key)))];
    }

    /// <summary>All watched pages, for the first run: the list of changes does not reach back so far.</summary>
    private static Dictionary<string, string> Everything() => new()
    {
        ["generator"] = "watchlistraw",
        ["gwrlimit"] = "max",
        ["prop"] = "info",
        ["curtimestamp"] = "1",
    };

    /// <summary>The newest change of each page, and what the logs say. What was read already is known by its fingerprint.</summary>
    private static Dictionary<string, string> ChangesSince(string time) => new()
    {
        ["list"] = "watchlist",
        ["wlprop"] = "ids|title|loginfo",
        ["wltype"] = "edit|new|log",
        ["wldir"] = "newer",
        ["wlstart"] = time,
        ["wllimit"] = "max",
        ["curtimestamp"] = "1",
    };
}
