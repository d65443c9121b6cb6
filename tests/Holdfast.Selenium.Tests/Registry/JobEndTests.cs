namespace Holdfast.Selenium.Tests;

/// <summary>A program without a host ends, in whatever way, and has not ended its session.</summary>
[Trait("Category", "Browser")]
public sealed class JobEndTests
{
    /// <summary>By which a job ends by itself, as by its last line.</summary>
    private const int None = 0;

    [Theory]
    [InlineData(None)]
    [InlineData(NativeMethods.SigTerm)]
    [InlineData(NativeMethods.SigKill)]
    public async Task End_SessionNotEnded_NoProcessIsLeft(int signal)
    {
        string folder = TestBrowser.NewFolder();
        string temp = TestBrowser.NewFolder();
        using (HelperJob job = HelperJob.Start(folder, temp, exits: signal == None))
        {
            if (signal != None)
            {
                await HelperJob.UntilAsync(() => job.IsReady, "the job's browser");
                job.Signal(signal);
            }

            await job.EndAsync();
        }

        SessionRecord record = Assert.Single(new SessionRegistry(folder).ReadAll());
        Assert.NotNull(record.Browser);
        try
        {
            await HelperJob.UntilAsync(() => TestBrowser.ProcessesNaming(folder).Count == 0, "the end of the job's driver and browser");
        }
        finally
        {
            // What it left on disk, and whatever else.
            Assert.True(Assert.Single(await OrphanSweeper.SweepAsync(folder)).IsClean);
        }

        TestBrowser.AssertNothingLeft(folder);
        Directory.Delete(temp, recursive: true);
    }
}
