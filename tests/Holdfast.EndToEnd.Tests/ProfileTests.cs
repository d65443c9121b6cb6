using System.Globalization;
using Holdfast.App;
using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests;

/// <summary>A kept profile serves one job at a time.</summary>
[Trait("Category", "Browser")]
public sealed class ProfileTests(ITestOutputHelper output)
{
    // A number that never changes its meaning: docs/exit-codes.md.
    private const int ProfileInUse = 17;

    [Fact]
    public async Task Run_ProfileOfAnotherJob_IsRefusedByItsName()
    {
        using JobFolder folder = new();
        using JobFolder other = new();
        string profile = Path.Combine(folder.Path, "profile");
        await using MemberSite site = await LocalSite.StartAsync(pages: 20, delayMs: 100);
        using SiteControlClient control = new(site.Url);
        await using Job first = Job.Run(folder, site.Url, null, "--profile", profile);
        Assert.False((await control.WaitAsync("/api/profiles/", 20, Job.Deadline)).TimedOut);

        // With a ledger and a work folder of its own: all that they share is the profile.
        await using Job second = Job.Run(other, site.Url, null, "--profile", profile);
        int code = await second.EndAsync();
        output.WriteLine(second.Output);
        Assert.Equal(ProfileInUse, code);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"process {first.Id}"), second.Output, StringComparison.Ordinal);
        Assert.Contains(profile, second.Output, StringComparison.Ordinal);
        Assert.Empty(other.Processes());

        first.Signal(Signals.Terminate);
        Assert.Equal(ExitCode.Stopped, await first.EndAsync());
    }
}
