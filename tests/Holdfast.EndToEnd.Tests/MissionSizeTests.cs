using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests;

/// <summary>The mission's own size, undisturbed.</summary>
[Trait("Category", "Browser")]
public sealed class MissionSizeTests
{
    private const int Pages = 796;

    [Fact]
    public async Task Run_MissionSizeWithoutFault_EveryRecordOnceWithOneLogin()
    {
        using JobFolder folder = new();
        await using MemberSite site = await LocalSite.StartAsync(Pages);
        using SiteControlClient control = new(site.Url);
        await using Job job = Job.Run(folder, site.Url);

        Assert.Equal(0, await job.EndAsync());

        RunSummary summary = GatherAssert.Complete(folder, Pages * 20);
        Assert.Equal(Pages, summary.Pages);
        Assert.Empty(GatherAssert.Incidents(folder));
        Assert.Empty(GatherAssert.ErrorLines(folder));
        Assert.Equal(1, (await control.CountsAsync()).LoginsOk);
        Assert.Empty(folder.Processes());
    }
}
