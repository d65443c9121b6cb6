using System.Collections.Specialized;
using System.Globalization;
using System.Web;

namespace Holdfast.Actions.Tests.Sync;

/// <summary>A site of talks: what changed last comes first, two on a page.</summary>
internal sealed class TalkSite
{
    private const int PerPage = 2;

    private readonly SortedDictionary<string, Talk> _talks = new(StringComparer.Ordinal);
    private long _changes;

    /// <summary>Paths with queries, in the order of asking.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>Keys whose fetch fails; <c>list</c> for the list.</summary>
    public HashSet<string> Failing { get; } = [];

    /// <summary>How many more times a page behind the first is refused.</summary>
    public int RefusedCursors { get; set; }

    /// <summary>Keys whose fetch says that they are gone.</summary>
    public HashSet<string> GoneAtFetch { get; } = [];

    /// <summary>What must be in the ledger in the end.</summary>
    public IEnumerable<(string Key, string Text)> Present => _talks.Where(pair => pair.Value.Text is not null).Select(pair => (pair.Key, pair.Value.Text!));

    /// <summary>A talk is begun, goes on or, without a text, is deleted.</summary>
    public void Change(string key, string? text) => _talks[key] = new Talk(key, ++_changes, text);

    public object? Answer(HttpRequestMessage request)
    {
        Asked.Add(request.RequestUri!.PathAndQuery);
        NameValueCollection query = HttpUtility.ParseQueryString(request.RequestUri.Query);
        string key = request.RequestUri.AbsolutePath[1..];
        if (key != "list" || Failing.Contains(key))
        {
            return Failing.Contains(key) ? new HttpResponseMessage(System.Net.HttpStatusCode.UnprocessableEntity)
                : GoneAtFetch.Contains(key) || _talks[key].Text is not { } text ? null
                : new { text };
        }

        if (!string.IsNullOrEmpty(query["before"]) && RefusedCursors > 0)
        {
            RefusedCursors--;
            return new HttpResponseMessage(System.Net.HttpStatusCode.Gone);
        }

        long since = Place(query["since"], 0);
        long before = Place(query["before"], long.MaxValue);
        Talk[] found =
        [
            .. _talks.Values.Where(talk => talk.Changed > since && talk.Changed < before)
                .OrderByDescending(talk => talk.Changed).Take(PerPage + 1),
        ];
        return new
        {
            items = found.Take(PerPage).Select(talk => new { talk.Key, talk.Changed, gone = talk.Text is null }),
            next = found.Length > PerPage ? found[PerPage - 1].Changed : (long?)null,
            newest = _changes,
        };
    }

    private static long Place(string? text, long absent) => string.IsNullOrEmpty(text) ? absent : long.Parse(text, CultureInfo.InvariantCulture);

    private sealed record Talk(string Key, long Changed, string? Text);
}
