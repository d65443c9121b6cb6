using System.Text;
using Holdfast.App;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Sections on talk pages of a real wiki: browser, driver and the job itself are killed while it has a request that it has not worked on.</summary>
[Trait("Category", "Browser")]
[Trait("Needs", "Wiki")]
public sealed class WikiTalkTests(WikiSite wiki, ITestOutputHelper output) : IClassFixture<WikiSite>
{
    private const int Messages = 40;
    private const string Plan = "titles=User";
    private const string Token = "meta=tokens";
    private const string Send = "action=edit";
    private const string Verify = "rvprop=comment";
    private const string NotYet = "does not show on the site yet";

    // As many deaths as here, in so short a time, would end a run.
    private static readonly Dictionary<string, string> s_environment = new()
    {
        ["HOLDFAST__Run__SettleTime"] = "00:00:06",
        ["HOLDFAST__Session__Recovery__MaxRestarts"] = "20",
    };

    private readonly string _heading = $"Read this, {Guid.NewGuid():N}";

    /// <summary>Who dies while the wiki has this request and has not begun with it. What follows of a late one is that the wiki does what it was
    /// asked only after the next generation has looked for it in vain.</summary>
    private sealed record Kill(string Part, Victim Victim, bool IsLate = false);

    [Fact]
    public async Task Run_KilledAgainAndAgain_EachPageGetsOneSection()
    {
        Assert.SkipWhen(wiki.SkipReason is not null, wiki.SkipReason ?? "");
        Kill[] kills =
        [
            new(Plan, Victim.Browser),
            new(Token, Victim.Driver),
            new(Send, Victim.Browser, IsLate: true),
            new(Verify, Victim.Driver),
            new(Token, Victim.Job),
            new(Send, Victim.Driver),
            new(Verify, Victim.Job),
            new(Send, Victim.Job, IsLate: true),
            new(Verify, Victim.Browser),
            new(Token, Victim.Browser),
            new(Send, Victim.Job),
        ];
        using JobFolder folder = new();
        string[] titles = [.. Enumerable.Range(1, Messages).Select(number => $"Holdfast {number}")];
        wiki.HoldRequests(kills[0].Part);
        Job job = Start(folder, titles);
        try
        {
            for (int kill = 0; kill < kills.Length; kill++)
            {
                await wiki.ReachedAsync();
                output.WriteLine($"{kills[kill]}");
                int asked = Count(folder, NotYet);
                await kills[kill].Victim.KillAsync(job, await job.BrowserAsync());
                if (kills[kill].Victim == Victim.Job)
                {
                    await job.EndAsync();
                    await job.DisposeAsync();
                    job = Start(folder, titles);
                }

                if (kills[kill].IsLate)
                {
                    await CountAsync(folder, NotYet, asked + 1, job);
                }

                if (kill + 1 < kills.Length)
                {
                    wiki.HoldRequests(kills[kill + 1].Part);
                }
            }

            wiki.Release();
            int code = await job.EndAsync();
            output.WriteLine(job.Output);
            Assert.Equal(ExitCode.Completed, code);
        }
        finally
        {
            wiki.Release();
            await job.DisposeAsync();
        }

        Assert.Equal(titles.Order(StringComparer.Ordinal), Sections().Order(StringComparer.Ordinal));
        RunSummary summary = Summary(folder);
        Assert.Equal(((long)Messages, (long)Messages, 0L), (summary.Effects!.Planned, summary.Effects.Confirmed, summary.Effects.InDoubt));
        Assert.Equal(1 + kills.Count(kill => kill.Victim == Victim.Job), summary.Run.Legs);
        Assert.Empty(folder.Processes());
    }

    [Fact]
    public async Task Run_ProtectedPage_IsRefusedAndNotTriedAgain()
    {
        Assert.SkipWhen(wiki.SkipReason is not null, wiki.SkipReason ?? "");
        await wiki.EditAsync("User talk:Holdfast protected", "Please do not write here.");
        await wiki.ProtectAsync("User talk:Holdfast protected");
        using JobFolder folder = new();
        string[] titles = ["Holdfast protected", "Holdfast open", "holdfast_open"];
        for (int run = 0; run < 2; run++)
        {
            await using Job job = Start(folder, titles);
            Assert.Equal(ExitCode.CompletedWithGaps, await job.EndAsync());
            output.WriteLine(job.Output);
        }

        Assert.Equal(["Holdfast open"], Sections());
        using RunLedger ledger = RunLedger.Open(folder.Ledger, LedgerAccess.Read, TimeProvider.System);
        StoredEffect refused = Assert.Single(ledger.ReadEffects(state: EffectState.Failed));
        Assert.Equal((1, "protectedpage"), (refused.Attempts, refused.Text!.Split(':')[0]));
    }

    private Job Start(JobFolder folder, string[] names)
    {
        string pages = Path.Combine(folder.Path, "pages.txt");
        string text = Path.Combine(folder.Path, "text.wiki");
        File.WriteAllLines(pages, names.Select(name => $"User talk:{name}"));
        File.WriteAllText(text, "The wiki moves on Friday. ~~~~");
        return WikiJob.Start(
            folder, wiki, "talk", ["--pages", pages, "--heading", _heading, "--text", text, "--per-minute", "80"], s_environment);
    }

    /// <summary>The pages that have the section, each as often as it has it.</summary>
    private IEnumerable<string> Sections() => WikiDatabase.Read(wiki.Database, WikiDatabase.UserTalk).Values.SelectMany(row =>
        Enumerable.Repeat(row.Page.Title, Encoding.UTF8.GetString(row.Text).Split($"== {_heading} ==").Length - 1));

    private static RunSummary Summary(JobFolder folder)
    {
        using RunLedger ledger = RunLedger.Open(folder.Ledger, LedgerAccess.Read, TimeProvider.System);
        RunSummary summary = ledger.ReadSummary(Assert.Single(ledger.ReadRuns()).RunId);
        Assert.Empty(ledger.Check(summary.Run.RunId));
        return summary;
    }

    /// <summary>How often the log says it.</summary>
    private static int Count(JobFolder folder, string text)
    {
        using FileStream file = new(folder.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using StreamReader reader = new(file);
        return reader.ReadToEnd().Split(text).Length - 1;
    }

    private static async Task CountAsync(JobFolder folder, string text, int count, Job job)
    {
        using CancellationTokenSource deadline = new(Job.Deadline);
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(20));
        while (Count(folder, text) < count)
        {
            Assert.False(job.HasExited, job.Output);
            await timer.WaitForNextTickAsync(deadline.Token);
        }
    }
}
