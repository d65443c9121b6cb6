using Holdfast.App;
using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests;

/// <summary>The whole job dies by <c>kill -9</c> and is started again.</summary>
[Trait("Category", "Browser")]
public sealed class JobKilledTests(ITestOutputHelper output)
{
    private const int Pages = 20;
    private const int Records = Pages * 20;

    internal const int Parts = 3;

    internal static IReadOnlyList<int> All { get; } = [.. Enumerable.Range(0, Moment.Kinds)];

    public static TheoryData<int> Moments => [.. Sample.Of(All, Parts)];

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task Run_JobKilledThenStartedAgain_GoesOnWithoutFetchingTwice(int index)
    {
        int seed = 1000 + index;
        Moment moment = Moment.Choose(index, seed, Pages);
        output.WriteLine($"seed {seed}: kill -9 of the job in {moment.Stage} at {moment.Path} x {moment.Count}");
        using JobFolder folder = new();
        await using MemberSite site = await LocalSite.StartAsync(Pages, delayMs: 2);
        using SiteControlClient control = new(site.Url);
        await using OwnBrowser bystander = await OwnBrowser.StartAsync();

        Job? first = null;
        int pending = await moment.StrikeAsync(
            control,
            arm: () => Task.FromResult(first = Job.Run(folder, site.Url)),
            fault: async () =>
            {
                _ = await first!.BrowserAsync();
                first.Signal(Signals.Kill);
            });
        Assert.True(pending > 0, "work must be pending when the job dies");
        await first!.EndAsync();
        HashSet<string> committed = Committed(folder);
        long before = (await control.LogAsync()).Count;

        await using Job second = Job.Run(folder, site.Url);
        Assert.Equal(ExitCode.Completed, await second.EndAsync());
        output.WriteLine(second.Output);

        RunSummary summary = GatherAssert.Complete(folder, Records);
        Assert.Equal(2, summary.Run.Legs);
        string[] fetchedTwice =
        [
            .. (await control.LogAsync(before + 1))
                .Select(entry => entry.Path)
                .Where(path => path.StartsWith("/api/profiles/", StringComparison.Ordinal) && committed.Contains(path["/api/profiles/".Length..])),
        ];
        Assert.Empty(fetchedTwice);
        Assert.Empty(folder.Processes());
        Assert.False(bystander.HasExited, "a browser of the user's own was touched");
    }

    private static HashSet<string> Committed(JobFolder folder)
    {
        using RunLedger ledger = RunLedger.Open(folder.Ledger, LedgerAccess.Read, TimeProvider.System);
        return [.. ledger.ReadRecords(GatherAssert.Action).Select(record => record.Key)];
    }
}
