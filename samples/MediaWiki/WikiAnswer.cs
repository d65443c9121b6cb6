using System.Text.Json;
using System.Text.Json.Serialization;

namespace MediaWiki;

/// <summary>An answer of <c>action=query</c>, in <c>formatversion=2</c>. A part that the wiki leaves out is null.</summary>
/// <param name="Query">The results.</param>
/// <param name="Continue">What the same question needs to be asked on with; null when the answer is complete.</param>
/// <param name="Error">Why there are no results.</param>
internal sealed record WikiAnswer(WikiAnswer.Result? Query, JsonElement? Continue, WikiAnswer.Fault? Error)
{
    /// <summary>The pages of the answer; a long answer may tell about one page in several parts.</summary>
    [JsonIgnore]
    public IReadOnlyList<Page> Pages => Query?.Pages ?? [];

    internal sealed record Result(IReadOnlyList<Page>? Pages, Account? UserInfo);

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

    internal sealed record Revision(long RevId, DateTimeOffset Timestamp, string? User, Slots? Slots);

    internal sealed record Slots(Slot? Main);

    internal sealed record Slot(string? Content);

    internal sealed record Category(string Title);
}
