using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MediaWiki;

/// <summary>An answer of the action API, in <c>formatversion=2</c>. A part that the wiki leaves out is null.</summary>
/// <param name="Query">The results of a question.</param>
/// <param name="Continue">What the same question needs to be asked on with; null when the answer is complete.</param>
/// <param name="Error">Why there are no results.</param>
/// <param name="CurTimestamp">When the wiki began to answer, by its own clock.</param>
/// <param name="Edit">What came of an edit.</param>
internal sealed record WikiAnswer(
    WikiAnswer.Result? Query, JsonElement? Continue, WikiAnswer.Fault? Error, DateTimeOffset? CurTimestamp, WikiAnswer.Saved? Edit)
{
    // What is saved is given its time when it begins, and shows when it is committed; and a wiki's servers have a clock each.
    private static readonly TimeSpan s_late = TimeSpan.FromMinutes(1);

    /// <summary>A time by the wiki's clock: all that was saved before it shows in this answer. Null unless <c>curtimestamp</c> was asked for.</summary>
    [JsonIgnore]
    public string? ShownUntil => (CurTimestamp?.UtcDateTime - s_late)?.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <summary>The pages of the answer; a long answer may tell about one page in several parts.</summary>
    [JsonIgnore]
    public IReadOnlyList<Page> Pages => Query?.Pages ?? [];

    /// <summary>The page that the wiki has under a title that was asked for, in the wiki's own spelling.</summary>
    public string PageOf(string title)
    {
        string spelt = Query?.Normalized?.FirstOrDefault(name => name.From == title)?.To ?? title;
        return Query?.Redirects?.FirstOrDefault(name => name.From == spelt)?.To ?? spelt;
    }

    internal sealed record Result(
        IReadOnlyList<Page>? Pages, IReadOnlyList<Change>? WatchList, Account? UserInfo, TokenSet? Tokens, IReadOnlyList<Name>? Normalized,
        IReadOnlyList<Name>? Redirects);

    internal sealed record TokenSet(string CsrfToken);

    internal sealed record Name(string From, string To);

    internal sealed record Saved(string Result, long? NewRevId);

    internal sealed record Fault(string Code, string Info);

    internal sealed record Account(string Name, bool Anon, bool Temp);

    internal sealed record Page(
        long PageId,
        int Ns,
        string? Title,
        bool Missing,
        long? LastRevId,
        string? Touched,
        IReadOnlyList<Revision>? Revisions,
        IReadOnlyList<Category>? Categories)
    {
        /// <summary>This part of the page and another one. A list that did not fit into one of them is empty there.</summary>
        public Page And(Page other) => this with
        {
            Missing = Missing || other.Missing,
            Revisions = [.. Revisions ?? [], .. other.Revisions ?? []],
            Categories = [.. Categories ?? [], .. other.Categories ?? []],
        };
    }

    /// <summary>An edit, or an entry of a log.</summary>
    internal sealed record Change(string Title, long RevId, long? LogId, string? LogType, string? LogAction, JsonElement? LogParams)
    {
        public string Fingerprint => LogId is { } log ? $"log {log}" : $"{RevId}";

        /// <summary>True when the page is gone. A restored page, or hidden parts of its history, are in the same log.</summary>
        public bool IsDeletion => LogType == "delete" && LogAction?.StartsWith("delete", StringComparison.Ordinal) == true;

        /// <summary>The new title of a page that was renamed; else null. What is left under the old one is a redirect or nothing.</summary>
        public string? MovedTo => LogType == "move" && LogParams?.TryGetProperty("target_title", out JsonElement title) == true ? title.GetString() : null;
    }

    internal sealed record Revision(
        long RevId, DateTimeOffset Timestamp, string? User, Slots? Slots, string? Comment = null, bool CommentHidden = false);

    internal sealed record Slots(Slot? Main);

    internal sealed record Slot(string? Content);

    internal sealed record Category(string Title);
}
