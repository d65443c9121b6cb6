using System.Globalization;
using System.Text.Json;
using System.Web;
using Holdfast.Actions;
using Holdfast.Testing;
using MediaWiki;

namespace Holdfast.EndToEnd.Tests.Contract;

/// <summary>As much of a wiki as the sample's actions ask.</summary>
internal sealed class ContractWiki : ContractSite
{
    private const int Pages = 6;
    private const int Portion = 4;

    public override LoginSnapshot Login { get; } =
        new([new SessionCookie("sid", "1", "wiki.test", "/", true, true, null, null)], "agent", "en");

    public override IReadOnlyList<string> Effects => [];

    public override void Configure(SessionHttpOptions http)
    {
        http.BaseAddress = new Uri("https://wiki.test/");
        http.WhoAmI = WikiApi.WhoAmIAsync;
        http.ProvesIdentity = WikiApi.ProvesIdentity;
        http.LooksLoggedOut = WikiApi.LooksLoggedOut;
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected override HttpMessageHandler MakeWire() => new ScriptedSite(Answer);

    internal static object? Answer(HttpRequestMessage request)
    {
        if (request.RequestUri!.Query.Contains("meta=userinfo", StringComparison.Ordinal))
        {
            return new { query = new { userinfo = new { name = "Reader", anon = false, temp = false } } };
        }

        using StreamReader body = new(request.Content!.ReadAsStream());
        var asked = HttpUtility.ParseQueryString(body.ReadToEnd());
        if (asked["pageids"] is { } ids)
        {
            return new { query = new { pages = ids.Split('|').Select(id => Page(int.Parse(id, CultureInfo.InvariantCulture), whole: true)) } };
        }

        int from = int.Parse(asked["gapcontinue"] ?? "1", CultureInfo.InvariantCulture);
        int next = from + Portion;
        return new Dictionary<string, object?>
        {
            ["query"] = new { pages = Enumerable.Range(from, Math.Min(Portion, Pages - from + 1)).Select(id => Page(id, whole: false)) },
            ["continue"] = next <= Pages ? JsonSerializer.SerializeToElement(new { gapcontinue = next }) : null,
        };
    }

    private static object Page(int id, bool whole) => new
    {
        pageid = id,
        ns = 0,
        title = $"Page {id}",
        lastrevid = 100 + id,
        touched = "2026-01-02T03:04:05Z",
        revisions = whole
            ? new[] { new { revid = 100 + id, timestamp = "2026-01-02T03:04:05Z", user = "Reader", slots = new { main = new { content = $"Text {id}" } } } }
            : null,
    };
}
