using System.Diagnostics;
using Microsoft.Extensions.Options;
using OpenQA.Selenium;

namespace Holdfast.Selenium.Tests;

/// <summary>Faults that a session must live through: no incident, the same generation, and the browser answers.</summary>
[Trait("Category", "Browser")]
public sealed class HarmlessFaultTests(ITestOutputHelper output)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CutDriver_CommandInFlight_FailsByItselfAndTheSessionGoesOn()
    {
        await using Bed bed = new(TestBrowser.NewFolder());
        SessionLease<IWebDriver> lease = await bed.Manager.LeaseAsync(Token);
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<bool> command = lease.UseAsync(
            driver =>
            {
                driver.Manage().Timeouts().AsynchronousJavaScript = TimeSpan.FromMinutes(2);
                begun.SetResult();
                _ = ((IJavaScriptExecutor)driver).ExecuteAsyncScript("document.title = 'running'; setTimeout(arguments[0], 5000);");
                return true;
            },
            Token).AsTask();
        await begun.Task;
        await TestBrowser.WaitForTitleAsync(bed.Session!, "running");

        long cut = Stopwatch.GetTimestamp();
        await lease.Faults!.InjectAsync(FaultKind.CutDriver, Token);
        WebDriverException failure = await Assert.ThrowsAnyAsync<WebDriverException>(() => command.WaitAsync(TimeSpan.FromMinutes(1), Token));
        output.WriteLine($"{Stopwatch.GetElapsedTime(cut).TotalMilliseconds:0} ms: {failure.Message}");

        Assert.Equal("running", await lease.UseAsync(driver => driver.Title, Token));
        bed.AssertLives(lease);
    }

    [Fact]
    public async Task CutDriver_Idle_NobodyNotices()
    {
        await using Bed bed = new(TestBrowser.NewFolder());
        SessionLease<IWebDriver> lease = await bed.Manager.LeaseAsync(Token);
        await lease.Faults!.InjectAsync(FaultKind.CutDriver, Token);

        _ = await lease.UseAsync(driver => driver.Title, Token);
        bed.AssertLives(lease);
    }

    [Fact]
    public async Task FillDisk_BrowserRuns_GoesOnAndTheSpaceComesBack()
    {
        using SmallDisk disk = await SmallDisk.MakeAsync("192m");
        await using (Bed bed = new(Directory.CreateDirectory(Path.Combine(disk.Folder, "work")).FullName))
        {
            SessionLease<IWebDriver> lease = await bed.Manager.LeaseAsync(Token);
            long before = disk.Free;
            await lease.Faults!.InjectAsync(FaultKind.FillDisk, Token);
            Assert.True(disk.Free < 4096, $"{disk.Free} bytes are free");

            for (int page = 0; page < 3; page++)
            {
                await lease.UseAsync(
                    driver =>
                    {
                        driver.Url = $"data:text/html,<title>page {page}</title>";
                        driver.SwitchTo().NewWindow(WindowType.Tab);
                        return true;
                    },
                    Token);
            }

            bed.AssertLives(lease);
            lease.Faults.Release();
            output.WriteLine($"{before} bytes free before, {disk.Free} after");
            Assert.True(disk.Free > before / 2, "the space did not come back");
        }
    }

    /// <summary>The tab's process must be found first, which takes 0.3 s and more.</summary>
    [Theory]
    [InlineData(FaultKind.StopTab)]
    [InlineData(FaultKind.TakeMemory)]
    public async Task Release_BeforeTheFaultIsInPlace_KeepsItFromComing(FaultKind fault)
    {
        await using Bed bed = new(TestBrowser.NewFolder());
        SessionLease<IWebDriver> lease = await bed.Manager.LeaseAsync(Token);
        Task late = lease.Faults!.InjectAsync(fault, Token);
        lease.Faults.Release();
        _ = await Assert.ThrowsAsync<InvalidOperationException>(() => late);

        Assert.DoesNotContain(bed.Session!.Launched.Record.Processes.Find(), process => process.IsStopped);
        _ = await lease.UseAsync(driver => driver.Title, Token);
        bed.AssertLives(lease);
    }

    [Fact]
    public async Task FillDisk_ReleasedBeforeItIsFull_TakesNothing()
    {
        using SmallDisk disk = await SmallDisk.MakeAsync("512m");
        await using Bed bed = new(Directory.CreateDirectory(Path.Combine(disk.Folder, "work")).FullName);
        SessionLease<IWebDriver> lease = await bed.Manager.LeaseAsync(Token);
        long before = disk.Free;
        Task late = lease.Faults!.InjectAsync(FaultKind.FillDisk, Token);
        lease.Faults.Release();
        await late;
        Assert.True(disk.Free > before / 2, $"{disk.Free} bytes are free");
    }

    [Fact]
    public async Task FillDisk_DiskOfTheMachine_IsRefusedWithTheReason()
    {
        await using Bed bed = new(TestBrowser.NewFolder());
        SessionLease<IWebDriver> lease = await bed.Manager.LeaseAsync(Token);
        Assert.DoesNotContain(FaultKind.FillDisk, lease.Faults!.Supported);
        NotSupportedException refused = await Assert.ThrowsAsync<NotSupportedException>(() => lease.Faults.InjectAsync(FaultKind.FillDisk, Token));
        Assert.Contains("for the profile alone", refused.Message, StringComparison.Ordinal);
    }

    private sealed class Bed : ISessionProvider<IWebDriver>, IAsyncDisposable
    {
        private readonly string _folder;
        private readonly ChromiumProvider _provider;

        public Bed(string folder)
        {
            _folder = folder;
            _provider = new ChromiumProvider(new ChromiumOptions { WorkFolder = folder });
            Manager = new SessionManager<IWebDriver>(this, Options.Create(new SessionOptions()));
        }

        public SessionManager<IWebDriver> Manager { get; }

        public ChromiumSession? Session { get; private set; }

        public async Task<ISupervisedSession<IWebDriver>> LaunchAsync(SessionLaunch launch, CancellationToken cancellationToken) =>
            Session = (ChromiumSession)await _provider.LaunchAsync(launch, cancellationToken);

        public void AssertLives(SessionLease lease) =>
            Assert.Equal((false, 0, SessionState.Alive, 1), (lease.IsLost, Manager.Health.Deaths, Manager.Health.State, Manager.Health.Generation));

        public async ValueTask DisposeAsync()
        {
            await Manager.DisposeAsync();
            await _provider.DisposeAsync();
            TestBrowser.AssertNothingLeft(_folder);
        }
    }
}
