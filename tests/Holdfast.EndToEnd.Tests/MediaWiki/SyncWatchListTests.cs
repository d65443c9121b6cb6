using System.Collections.Specialized;
using System.Web;
using Holdfast.Actions;
using Holdfast.Testing;
using MediaWiki;

namespace Holdfast.EndToEnd.Tests;

/// <summary>A watch list that says more than one thing about a page, on more than one page of its own.</summary>
public sealed class SyncWatchListTests : IAsyncDisposable
{
    private readonly List<NameValueCollection> _asked = [];
    private readonly Dictionary<string, int> _pages = new()
    {
        ["Away and back"] = 1,
        ["Back and away"] = 2,
        ["Edited"] = 3,
        ["Moved"] = 4,
        ["Still"] = 5,
    };

    private readonly ScriptedRun _run;
    private readonly SyncWatchList _action = new();

    public SyncWatchListTests() => _run = new ScriptedRun(new ScriptedSite(Answer));

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    [Fact]
    public async Task Run_SeveralWordsAboutAPage_TheLastOneHolds()
    {
        Assert.Equal(5, (await SyncAsync()).New);
        Assert.Equal("watchlistraw", _asked[0]["generator"]);

        _pages.Remove("Back and away");
        (_pages["Edited"], _pages["Moved on"]) = (30, 4);
        (_pages["Away and back"], _pages["Moved"]) = (10, 40);
        _asked.Clear();
        RunSummary second = await SyncAsync();
        Assert.Equal((1L, 3L, 1L), (second.New, second.Updated, second.Removed));
        Assert.Equal(("watchlist", "2026-01-02T03:03:05Z", "newer"), (_asked[0]["list"], _asked[0]["wlstart"], _asked[0]["wldir"]));
        Assert.DoesNotContain(_asked, form => form["titles"]?.Contains("Still", StringComparison.Ordinal) == true);

        // The same again, because the wiki is asked a minute back. What the list's first page says to be back goes again with the second.
        _asked.Clear();
        RunSummary third = await SyncAsync();
        Assert.Equal((0L, 0L, 1L), (third.New, third.Updated, third.Removed));
    }

    private async Task<RunSummary> SyncAsync()
    {
        RunReport report = await _run.RunAsync(_action);
        Assert.Equal((RunEnd.Completed, (string?)null), (report.End, report.Reason));
        Assert.Empty(report.Mismatches);
        Assert.Equal(_pages.Keys.Order(StringComparer.Ordinal), _run.Records(_action).Select(record => record.Key));
        return report.Summary;
    }

    private object Answer(HttpRequestMessage request)
    {
        NameValueCollection form = HttpUtility.ParseQueryString(request.Content!.ReadAsStringAsync().GetAwaiter().GetResult());
        _asked.Add(form);
        if (form["titles"] is { } titles)
        {
            return new { query = new { pages = titles.Split('|').Select(Page) } };
        }

        if (form["generator"] is not null)
        {
            object[] pages = [.. _pages.Keys.Append("Talk:Still").Select(Page)];
            return new { curtimestamp = "2026-01-02T03:04:05Z", query = new { pages } };
        }

        return form["wlcontinue"] is null
            ? new
            {
                curtimestamp = "2026-01-02T04:04:05Z",
                @continue = new { wlcontinue = "20260102030500|3", @continue = "-||" },
                query = new
                {
                    watchlist = new object[]
                    {
                        Log("Away and back", 1, "delete", "delete"),
                        Log("Back and away", 2, "delete", "delete"),
                        Log("Back and away", 3, "delete", "restore"),
                        new { type = "edit", title = "Edited", pageid = 3, revid = 30 },
                    },
                },
            }
            : new
            {
                curtimestamp = "2026-01-02T04:04:06Z",
                query = new
                {
                    watchlist = new object[]
                    {
                        Log("Away and back", 4, "delete", "restore"),
                        Log("Back and away", 5, "delete", "delete_redir"),
                        Log("Moved", 6, "move", "move", new { target_ns = 0, target_title = "Moved on" }),
                    },
                },
            };
    }

    private static object Log(string title, int log, string type, string action, object? about = null) =>
        new { type = "log", title, pageid = 0, revid = 0, logid = log, logtype = type, logaction = action, logparams = about ?? Array.Empty<string>() };

    private object Page(string title) => _pages.TryGetValue(title, out int revision)
        ? new
        {
            pageid = revision,
            ns = 0,
            title,
            lastrevid = revision,
            revisions = new[]
            {
                new { revid = revision, timestamp = "2026-01-02T03:04:05Z", user = "Ann", slots = new { main = new { content = $"{title} {revision}" } } },
            },
        }
        : new { ns = 0, title, missing = true };
}
