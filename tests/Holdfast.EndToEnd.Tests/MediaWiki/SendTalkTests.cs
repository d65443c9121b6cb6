using System.Collections.Specialized;
using System.Web;
using Holdfast.Testing;
using MediaWiki;
using Microsoft.Extensions.Configuration;

namespace Holdfast.EndToEnd.Tests;

/// <summary>What comes of a section when the wiki gives the answers that it seldom gives.</summary>
public sealed class SendTalkTests : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-talk.");
    private readonly ScriptedRun _run;
    private readonly SendTalk _action;
    private readonly List<string?> _summaries = [];
    private string? _error;
    private bool _saves = true;
    private bool _hides;
    private int _edits;

    public SendTalkTests()
    {
        _run = new ScriptedRun(new ScriptedSite(Answer));
        _run.Settings.RetryRounds = 0;
        string pages = Path.Combine(_folder.FullName, "pages");
        string text = Path.Combine(_folder.FullName, "text");
        File.WriteAllLines(pages, ["user_talk:Ann", "", "User talk:Ann"]);
        File.WriteAllText(text, "Hello");
        _action = new SendTalk(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["pages"] = pages,
            ["text"] = text,
            ["heading"] = "Read this",
            ["per-minute"] = "6000",
        }).Build());
    }

    public async ValueTask DisposeAsync()
    {
        await _run.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(null, true, EffectState.Confirmed, 1, "revision 8")]
    [InlineData("protectedpage", false, EffectState.Failed, 1, "protectedpage: the wiki's words")]
    [InlineData("badtoken", false, EffectState.Confirmed, 2, "revision 8")]
    [InlineData("readonly", false, EffectState.Confirmed, 2, "revision 8")]
    [InlineData("internal_api_error_DBQueryError", false, EffectState.Confirmed, 2, "revision 8")]
    [InlineData("internal_api_error_DBQueryError", true, EffectState.Confirmed, 1, "found on the site")]
    [InlineData("what nobody heard of", true, EffectState.Confirmed, 1, "found on the site")]
    [InlineData("what nobody heard of", false, EffectState.Failed, 1, "WikiException: what nobody heard of: the wiki's words")]
    public async Task Run_TheFirstAnswer_ComesToThis(string? error, bool saves, EffectState state, int edits, string text)
    {
        (_error, _saves) = (error, saves);
        await _run.RunAsync(_action);

        StoredEffect effect = Effect();
        Assert.Equal(("Read this: User talk:Ann", state, text, edits), (effect.Key, effect.State, effect.Text, _edits));
    }

    [Fact]
    public async Task Run_SummaryHiddenBeforeItWasLookedFor_IsInDoubt()
    {
        (_error, _hides) = ("internal_api_error_DBQueryError", true);
        await _run.RunAsync(_action);
        await _run.RunAsync(_action);
        Assert.Equal((EffectState.InDoubt, 1), (Effect().State, _edits));
    }

    private StoredEffect Effect()
    {
        using RunLedger ledger = _run.OpenLedger();
        return Assert.Single(ledger.ReadEffects());
    }

    private object Answer(HttpRequestMessage request)
    {
        NameValueCollection form = HttpUtility.ParseQueryString(request.Content!.ReadAsStringAsync().GetAwaiter().GetResult());
        if (request.RequestUri!.Query.StartsWith("?action=edit&", StringComparison.Ordinal))
        {
            Assert.Equal("+\\", form["token"]);
            string? error = _edits++ == 0 ? _error : null;
            if (error is null || _saves)
            {
                _summaries.Insert(0, form["summary"]);
            }

            return error is null
                ? new { edit = new { result = "Success", newrevid = 8 } }
                : new { error = new { code = error, info = "the wiki's words" } };
        }

        if (form["meta"] == "tokens|userinfo")
        {
            return new { query = new { tokens = new { csrftoken = "+\\" } } };
        }

        if (form["prop"] == "revisions")
        {
            Assert.Equal(("User talk:Ann", "2026-01-02T03:03:05Z"), (form["titles"], form["rvend"]));

            // The section may have been answered since.
            object[] revisions =
            [
                new { comment = "an answer" },
                .. _summaries.Select(summary => _hides ? (object)new { commenthidden = true } : new { comment = summary }),
            ];
            return new { query = new { pages = new object[] { new { pageid = 1, title = "User talk:Ann", revisions } } } };
        }

        return new
        {
            curtimestamp = "2026-01-02T03:04:05Z",
            query = new { normalized = new[] { new { from = "user_talk:Ann", to = "User talk:Ann" } } },
        };
    }
}
