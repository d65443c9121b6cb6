using System.Diagnostics;
using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests.Site;

public sealed class SiteLogTests : SiteTestBase
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"kinfolk-log-{Guid.NewGuid():N}.jsonl");

    protected override SiteOptions Options => new() { Pages = 5, PerPage = 4, LogFile = _file };

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        File.Delete(_file);
    }

    [Fact]
    public async Task Log_HeadersOfACall_AreKeptWithOrderAndTimes()
    {
        double before = Stopwatch.GetTimestamp() * 1000.0 / Stopwatch.Frequency;
        Mary.Headers["Holdfast-Generation"] = "3";
        Mary.Headers["Holdfast-Sequence"] = "17";
        Mary.Headers["User-Agent"] = "Browser/1.0 (test)";
        Mary.Headers["Accept-Language"] = "sv-SE,sv;q=0.9";
        await Mary.LoginAsync();
        await Mary.GetAsync("/api/matches?page=2");
        double after = Stopwatch.GetTimestamp() * 1000.0 / Stopwatch.Frequency;

        IReadOnlyList<SiteLogEntry> entries = Control.Log().Entries;
        SiteLogEntry call = entries[^1];
        Assert.Equal([1, 2, 3], entries.Select(e => e.Sequence));
        Assert.Equal(("GET", "/api/matches?page=2", "mary", 200), (call.Method, call.Path, call.Member, call.Status));
        Assert.Equal(("3", "17"), (call.Generation, call.CallSequence));
        Assert.Equal(("Browser/1.0 (test)", "sv-SE,sv;q=0.9"), (call.UserAgent, call.AcceptLanguage));
        Assert.Equal(RequestOutcome.Completed, call.Outcome);
        Assert.InRange(call.MonotonicMs, before - 1, after + 1);
        Assert.Equal(3, Control.Log(from: 3).Entries.Single().Sequence);
        Assert.Equal(4, Control.Log().Next);
    }

    [Fact]
    public async Task LogFile_AfterTheSiteStopped_HasALineForEachRequestAndNoSecret()
    {
        await Mary.LoginAsync();
        string token = await Mary.TokenAsync();
        await Mary.PostAsync("/api/badges", """{"ids":["m00001"]}""", token);
        await base.DisposeAsync();

        string text = await File.ReadAllTextAsync(_file, Cancel);
        Assert.Equal(4, text.Trim().Split('\n').Length);
        Assert.Contains("\"path\":\"/api/badges\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("kin-pass-01", text, StringComparison.Ordinal);
        Assert.DoesNotContain(token, text, StringComparison.Ordinal);
        Assert.All(Mary.Cookies.Values, v => Assert.DoesNotContain(v, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Counts_Routes_AreByPatternAndMethod()
    {
        await Mary.LoginAsync();
        await Mary.GetAsync("/api/matches/m00001/details");
        await Mary.GetAsync("/api/matches/m00002/details");

        IReadOnlyDictionary<string, int> routes = Control.Counts().Routes;
        Assert.Equal(2, routes["GET /api/matches/{id}/details"]);
        Assert.Equal((1, 1), (routes["GET /login"], routes["POST /login"]));
    }
}
