using System.Collections.Concurrent;
using System.Collections.Specialized;
using System.Globalization;
using System.Web;
using Holdfast.Testing;
using MediaWiki;

namespace Holdfast.EndToEnd.Tests.Contract;

/// <summary>As much of a wiki as the sample's actions ask.</summary>
internal sealed class ContractWiki : ContractSite
{
    private const int Pages = 6;
    private const int Portion = 4;
    private const string Now = "2026-01-02T03:04:05Z";

    private readonly ConcurrentQueue<(string Title, string Summary)> _sections = new();

    public override LoginSnapshot Login { get; } =
        new([new SessionCookie("sid", "1", "wiki.test", "/", true, true, null, null)], "agent", "en");

    public override IReadOnlyList<string> Effects => [.. _sections.Select(section => section.Title)];

    public override void Configure(SessionHttpOptions http)
    {
        http.BaseAddress = new Uri("https://wiki.test/");
        http.WhoAmI = WikiApi.WhoAmIAsync;
        http.ProvesIdentity = WikiApi.ProvesIdentity;
        http.LooksLoggedOut = WikiApi.LooksLoggedOut;
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected override HttpMessageHandler MakeWire() => new ScriptedSite(Answer);

    private object? Answer(HttpRequestMessage request)
    {
        string query = request.RequestUri!.Query;
        if (query.Contains("meta=userinfo", StringComparison.Ordinal))
        {
            return new { query = new { userinfo = new { name = "Reader", anon = false, temp = false } } };
        }

        using StreamReader body = new(request.Content!.ReadAsStream());
        NameValueCollection asked = HttpUtility.ParseQueryString(body.ReadToEnd());
        if (query.Contains("action=edit", StringComparison.Ordinal))
        {
            _sections.Enqueue((asked["title"]!, asked["summary"]!));
            return new { edit = new { result = "Success", newrevid = 200 } };
        }

        return asked switch
        {
            _ when asked["meta"] == "tokens|userinfo" => new { query = new { tokens = new { csrftoken = "token" } } },
            _ when asked["rvprop"] == "comment" => History(asked["titles"]!),
            _ when asked["pageids"] is { } ids => Details(ids),
            _ when asked["prop"] == "revisions|info|categories" => Details(asked["titles"]!),
            _ when asked["generator"] is { } generator => List(generator == "allpages" ? "gapcontinue" : "gwrcontinue", asked),
            _ => new { curtimestamp = Now },
        };
    }

    private object History(string title)
    {
        var revisions = _sections.Where(section => section.Title == title).Select(section => new { comment = section.Summary });
        return new { query = new { pages = new[] { new { pageid = 1, title, revisions } } } };
    }

    private static object Details(string pages) => new
    {
        query = new { pages = pages.Split('|').Select(page => Page(int.Parse(page.Split(' ')[^1], CultureInfo.InvariantCulture), whole: true)) },
    };

    private static Dictionary<string, object?> List(string cursor, NameValueCollection asked)
    {
        int from = int.Parse(asked[cursor] ?? "1", CultureInfo.InvariantCulture);
        int next = from + Portion;
        return new Dictionary<string, object?>
        {
            ["curtimestamp"] = Now,
            ["query"] = new { pages = Enumerable.Range(from, Math.Min(Portion, Pages - from + 1)).Select(id => Page(id, whole: false)) },
            ["continue"] = next <= Pages ? new Dictionary<string, int> { [cursor] = next } : null,
        };
    }

    private static object Page(int id, bool whole) => new
    {
        pageid = id,
        ns = 0,
        title = $"Page {id}",
        lastrevid = 100 + id,
        touched = Now,
        revisions = whole
            ? new[] { new { revid = 100 + id, timestamp = Now, user = "Reader", slots = new { main = new { content = $"Text {id}" } } } }
            : null,
    };
}
