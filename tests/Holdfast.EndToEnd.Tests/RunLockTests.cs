using System.Globalization;
using Holdfast.App;
using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Two copies of one run.</summary>
[Trait("Category", "Browser")]
public sealed class RunLockTests
{
    [Fact]
    public async Task Run_SecondCopy_FailsFastNamingTheOwnerUntilThatIsDead()
    {
        using JobFolder folder = new();
        await using MemberSite site = await LocalSite.StartAsync(pages: 20, delayMs: 10);
        using SiteControlClient control = new(site.Url);
        await using Job owner = Job.Run(folder, site.Url);
        Assert.False((await control.WaitAsync("/api/profiles/", 1, Job.Deadline)).TimedOut);

        await using Job second = Job.Run(folder, site.Url);
        Assert.Equal(ExitCode.Locked, await second.EndAsync());
        Assert.Contains(owner.Id.ToString(CultureInfo.InvariantCulture), second.Output, StringComparison.Ordinal);

        owner.Signal(Signals.Kill);
        await owner.EndAsync();
        await using Job third = Job.Run(folder, site.Url);
        Assert.Equal(ExitCode.Completed, await third.EndAsync());
        GatherAssert.Complete(folder, 400);
    }
}
