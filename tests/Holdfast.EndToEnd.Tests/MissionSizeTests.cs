using Holdfast.Actions;
using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests;

/// <summary>The mission's own size, undisturbed.</summary>
[Trait("Category", "Browser")]
public sealed class MissionSizeTests
{
    [Fact]
    public async Task Run_MissionSizeWithoutFault_EveryRecordOnceWithOneLogin()
    {
        using JobFolder folder = new();
        await using SiteProcess site = await SiteProcess.StartAsync();
        using SiteControlClient control = new(site.Url);
        await using Job job = Job.Run(folder, site.Url);

        Assert.Equal(0, await job.EndAsync());

        RunSummary summary = GatherAssert.Complete(folder, 15_920);
        Assert.Equal(796, summary.Pages);
        Assert.Empty(GatherAssert.Incidents(folder));
        Assert.Empty(GatherAssert.ErrorLines(folder));
        Assert.Equal(1, (await control.CountsAsync()).LoginsOk);
        Assert.Empty(folder.Processes());
    }
}
