using System.Net;
using System.Text;
using Holdfast.Actions;
using MediaWiki;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Answers that a healthy wiki seldom gives.</summary>
public sealed class WikiApiTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Details_AnswerInParts_AsksOnWithTheWholeContinueObjectAndMergesThem()
    {
        using Script script = new(
            """{"continue":{"clcontinue":"1|B","rvcontinue":7,"continue":"||info"},"query":{"pages":["""
            + """{"pageid":1,"ns":0,"title":"One","revisions":[],"categories":[{"title":"Category:B"}]},"""
            + """{"pageid":2,"ns":0,"title":"Two"}]}}""",
            """{"batchcomplete":true,"query":{"pages":[{"pageid":1,"ns":0,"title":"One","revisions":["""
            + """{"revid":5,"timestamp":"2026-01-02T03:04:05Z","user":"U","slots":{"main":{"content":"text ü"}}}],"categories":["""
            + """{"title":"Category:A"}]},{"pageid":3,"missing":true}]}}""");

        IReadOnlyDictionary<string, WikiAnswer.Page> pages = await GatherPages.DetailsAsync(
            script.Http, "pageids", ["1", "2", "3"], page => $"{page.PageId}", Token);

        Fetched<WikiPage> one = GatherPages.ToRecord("1", pages["1"]);
        Assert.Equal(FetchedKind.Whole, one.Kind);
        Assert.Equal(["Category:A", "Category:B"], one.Record!.Categories);
        Assert.Equal(("text ü", 5L, "U"), (one.Record.Text!, one.Record.Revision, one.Record.User!));
        Assert.Equal("no revision in the wiki's answer", GatherPages.ToRecord("2", pages["2"]).Reason);
        Assert.Equal("missing", GatherPages.ToRecord("3", pages["3"]).Reason);
        Assert.Equal("not in the wiki's answer", GatherPages.ToRecord("4", pages.GetValueOrDefault("4")).Reason);
        Assert.Contains("pageids=1%7C2%7C3", script.Asked[0], StringComparison.Ordinal);
        Assert.Contains("pageids=1%7C2%7C3", script.Asked[1], StringComparison.Ordinal);
        Assert.Contains("clcontinue=1%7CB&rvcontinue=7&continue=%7C%7Cinfo", script.Asked[1], StringComparison.Ordinal);
        Assert.All(script.Asked, asked => Assert.Contains("assert=user", asked, StringComparison.Ordinal));
    }

    [Fact]
    public void ToRecord_TextHidden_IsPartial()
    {
        WikiAnswer.Page page = new(
            1, 0, "One", false, 5, null, [new(5, DateTimeOffset.UnixEpoch, null, new(new WikiAnswer.Slot(null)))], null);

        Fetched<WikiPage> record = GatherPages.ToRecord("1", page);

        Assert.Equal((FetchedKind.Partial, "text"), (record.Kind, record.Reason!));
    }

    [Fact]
    public void ToItem_EditOrTouch_ChangesTheFingerprint()
    {
        WikiAnswer.Page page = new(1, 0, "One", false, 5, "2026-01-02T03:04:05Z", null, null);
        string?[] prints = [.. new[] { page, page with { LastRevId = 6 }, page with { Touched = "2026-01-02T03:04:06Z" } }
            .Select(version => GatherPages.ToItem(version).Fingerprint)];

        Assert.Equal(3, prints.Distinct().Count());
        Assert.Null(GatherPages.ToItem(page with { LastRevId = null }).Fingerprint);
    }

    [Theory]
    [InlineData("maxlag", HttpStatusCode.TooManyRequests)]
    [InlineData("ratelimited", HttpStatusCode.TooManyRequests)]
    [InlineData("internal_api_error_DBQueryError", HttpStatusCode.InternalServerError)]
    public async Task Ask_WikiBusyOrBroken_IsTheSitesFault(string code, HttpStatusCode status)
    {
        using Script script = new(Error(code));
        HttpRequestException exception = await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(script));
        Assert.Equal(status, exception.StatusCode);
    }

    [Fact]
    public async Task Ask_TooManyValues_SaysWhatToDo()
    {
        using Script script = new(Error("toomanyvalues"));
        WikiException exception = await Assert.ThrowsAsync<WikiException>(() => AskAsync(script));
        Assert.Contains("--batch", exception.Message, StringComparison.Ordinal);
        Assert.Contains("the wiki's words", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"query":{"userinfo":{"id":2,"name":"Reader"}}}""", IdentityKind.Member)]
    [InlineData("""{"query":{"userinfo":{"id":0,"name":"127.0.0.1","anon":true}}}""", IdentityKind.Visitor)]
    [InlineData("""{"query":{"userinfo":{"id":9,"name":"~2026-1","temp":true}}}""", IdentityKind.Visitor)]
    [InlineData("""{"error":{"code":"readapidenied","info":""}}""", IdentityKind.Visitor)]
    [InlineData("""{"error":{"code":"blocked","info":""}}""", IdentityKind.Unknown)]
    [InlineData("""{"batchcomplete":true}""", IdentityKind.Unknown)]
    public async Task WhoAmI_EachAnswer_IsUnderstood(string answer, IdentityKind kind)
    {
        using Script script = new(answer);
        Assert.Equal(kind, (await WikiApi.WhoAmIAsync(script.Http, Token)).Kind);
        Assert.DoesNotContain("assert", script.Asked[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://wiki.test", "", "http://wiki.test/")]
    [InlineData("http://wiki.test/w", "", "http://wiki.test/w/")]
    [InlineData("http://wiki.test/w/index.php?title=X", "", "http://wiki.test/w/")]
    [InlineData("http://wiki.test/wiki/Main_Page", "/w/api.php", "http://wiki.test/w/")]
    [InlineData("http://wiki.test/wiki/Main_Page", "/w", "http://wiki.test/w/")]
    public void ScriptFolder_AnyAddressThatPeoplePaste_IsTheFolderOfTheApi(string url, string api, string folder) =>
        Assert.Equal(folder, WikiApp.ScriptFolder(new Uri(url), api).AbsoluteUri);

    private static string Error(string code) => $$$"""{"error":{"code":"{{{code}}}","info":"the wiki's words"}}""";

    private static Task<WikiAnswer> AskAsync(Script script) => WikiApi.AskAsync(script.Http, new Dictionary<string, string>(), null, Token);

    /// <summary>Gives prepared answers one after the other.</summary>
    private sealed class Script : HttpMessageHandler
    {
        private readonly Queue<string> _answers;

        public Script(params string[] answers)
        {
            _answers = new Queue<string>(answers);
            Http = new HttpClient(this, disposeHandler: false) { BaseAddress = new Uri("http://wiki.test/") };
        }

        public HttpClient Http { get; }

        /// <summary>Address and form of each question.</summary>
        public List<string> Asked { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            string form = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            Asked.Add($"{request.RequestUri} {form}");
            return new HttpResponseMessage { Content = new StringContent(_answers.Dequeue(), Encoding.UTF8, "application/json") };
        }

        protected override void Dispose(bool disposing)
        {
            Http.Dispose();
            base.Dispose(disposing);
        }
    }
}
