using System.Text.Json;
using Holdfast.Actions;
using Microsoft.Extensions.Configuration;

namespace MediaWiki;

/// <summary>Gathers every page of a namespace: the list in the wiki's own portions, then text, revision and categories of each page.</summary>
internal sealed class GatherPages(IConfiguration settings) : GatherAction<PageRef, WikiPage>
{
    public override async Task<ListPage<PageRef>> ListAsync(GatherContext context, string? cursor, CancellationToken cancellationToken)
    {
        Dictionary<string, string> question = new()
        {
            ["generator"] = "allpages",
            ["gapnamespace"] = settings["namespace"]!,
            ["gaplimit"] = "max",
            ["prop"] = "info",
        };
        JsonElement? more = cursor is null ? null : JsonElement.Parse(cursor);
        WikiAnswer answer = await WikiApi.AskAsync(context.Http, question, more, cancellationToken);
        return new([.. answer.Pages.Select(ToItem)], Next: answer.Continue?.GetRawText());
    }

    public override async Task<IReadOnlyList<Fetched<WikiPage>>> FetchAsync(
        GatherContext context, IReadOnlyList<ListedItem<PageRef>> batch, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, WikiAnswer.Page> pages = await DetailsAsync(
            context.Http, "pageids", [.. batch.Select(page => page.Key)], page => $"{page.PageId}", cancellationToken);
        return [.. batch.Select(page => ToRecord(page.Key, pages.GetValueOrDefault(page.Key)))];
    }

    /// <summary>Asks for some pages until the wiki has told all of them.</summary>
    /// <param name="http">Calls that ride on the login.</param>
    /// <param name="by">What the keys are: <c>pageids</c> or <c>titles</c>.</param>
    /// <param name="keys">Which pages.</param>
    /// <param name="keyOf">Reads a page's key from the answer.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <returns>The pages by key.</returns>
    internal static async Task<IReadOnlyDictionary<string, WikiAnswer.Page>> DetailsAsync(
        HttpClient http, string by, IReadOnlyList<string> keys, Func<WikiAnswer.Page, string> keyOf, CancellationToken cancellationToken)
    {
        Dictionary<string, string> question = new()
        {
            [by] = string.Join('|', keys),
            ["prop"] = "revisions|info|categories",
            ["rvprop"] = "ids|timestamp|user|content",
            ["rvslots"] = "main",
            ["cllimit"] = "max",
        };
        Dictionary<string, WikiAnswer.Page> pages = [];
        JsonElement? more = null;
        do
        {
            WikiAnswer answer = await WikiApi.AskAsync(http, question, more, cancellationToken);
            foreach (WikiAnswer.Page part in answer.Pages)
            {
                string key = keyOf(part);
                pages[key] = pages.TryGetValue(key, out WikiAnswer.Page? page) ? page.And(part) : part;
            }

            more = answer.Continue;
        }
        while (more is not null);
        return pages;
    }

    internal static Fetched<WikiPage> ToRecord(string key, WikiAnswer.Page? page)
    {
        if (page is null || page.Missing)
        {
            return Fetched.Failed<WikiPage>(key, page is null ? "not in the wiki's answer" : "missing");
        }

        if (page.Revisions is not [var revision, ..])
        {
            return Fetched.Failed<WikiPage>(key, "no revision in the wiki's answer");
        }

        string? text = revision.Slots?.Main?.Content;
        string[] categories = [.. (page.Categories ?? []).Select(category => category.Title).Order(StringComparer.Ordinal)];
        WikiPage record = new(page.PageId, page.Ns, page.Title!, revision.RevId, revision.Timestamp, revision.User, text, categories);
        return text is null ? Fetched.Partial(key, record, "text") : Fetched.Whole(key, record);
    }

    /// <remarks>An edit makes a new revision; a template that changes the page's categories only touches it.</remarks>
    internal static ListedItem<PageRef> ToItem(WikiAnswer.Page page) =>
        new($"{page.PageId}", page.LastRevId is { } revision ? $"{revision} {page.Touched}" : null, new PageRef(page.PageId, page.Title!));
}
