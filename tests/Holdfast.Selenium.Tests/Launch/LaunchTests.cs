using System.Diagnostics;
using System.Globalization;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;

namespace Holdfast.Selenium.Tests;

[Trait("Category", "Browser")]
public sealed class LaunchTests(ITestOutputHelper output)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Launch_Driver_LeadsItsOwnGroup()
    {
        await using TestBrowser browser = await TestBrowser.LaunchAsync();
        Assert.Equal(browser.DriverPid, ProcessStat.Read(browser.DriverPid)!.Group);
        Assert.NotEqual(ProcessStat.Read(Environment.ProcessId)!.Group, ProcessStat.Read(browser.BrowserPid)!.Group);
        Assert.True(Directory.Exists(browser.Session.Launched.Record.Profile));
    }

    [Fact]
    public async Task End_DriverKilled_ItsPipesAreClosedAtOnce()
    {
        string[] pipes;
        await using (TestBrowser browser = await TestBrowser.LaunchAsync())
        {
            pipes = [.. new[] { 1, 2 }.Select(number => File.ResolveLinkTarget($"/proc/{browser.DriverPid}/fd/{number}", false)!.Name)];
            Assert.Equal(2, OpenPipes().Intersect(pipes).Count());
            browser.Kill(browser.DriverPid, NativeMethods.SigKill);
        }

        Assert.Empty(OpenPipes().Intersect(pipes));

        static IEnumerable<string> OpenPipes() =>
            Directory.EnumerateFiles("/proc/self/fd").Select(handle => new FileInfo(handle).LinkTarget).OfType<string>()
                .Select(Path.GetFileName).OfType<string>();
    }

    [Fact]
    public async Task Launch_BrowserMissing_SaysWhatWasSearchedAndStartsNothing()
    {
        BrowserNotFoundException exception = await FailAsync<BrowserNotFoundException>(options => options.BrowserPath = "/nowhere/chromium");
        Assert.Equal(["/nowhere/chromium"], exception.Searched);
        Assert.Contains("apt-get install", exception.Message, StringComparison.Ordinal);
        _ = await FailAsync<BrowserNotFoundException>(options => options.DriverPath = "/nowhere/chromedriver");
    }

    [Fact]
    public async Task Launch_BrowserExitsAtOnce_FailsAndLeavesNothing() =>
        _ = await FailAsync<WebDriverException>(options => options.BrowserPath = "/bin/false");

    [Fact]
    public async Task Launch_DriverExitsAtOnce_FailsAndLeavesNothing() =>
        _ = await FailAsync<WebDriverException>(options => options.DriverPath = "/bin/false");

    [Fact]
    public async Task Launch_BrowserKilledMeanwhile_FailsAndLeavesNothing()
    {
        bool killed = false;
        _ = await FailAsync<Exception>(_ => { }, folder =>
        {
            foreach (string process in TestBrowser.ProcessesNaming("--user-data-dir=" + folder))
            {
                killed |= NativeMethods.Kill(int.Parse(Path.GetFileName(process), CultureInfo.InvariantCulture), NativeMethods.SigKill) == 0;
            }
        });
        Assert.True(killed);
    }

    [Theory]
    [InlineData(1)] // the driver
    [InlineData(2)] // the browser
    [InlineData(5)] // its children
    public async Task Launch_CancelledWhenProcessesAppear_EndsAtOnceAndLeavesNothing(int processes)
    {
        using CancellationTokenSource cancel = new();
        long cancelled = 0;
        _ = await FailAsync<OperationCanceledException>(
            _ => { },
            folder =>
            {
                if (cancelled == 0 && new SessionRegistry(folder).ReadAll() is [var record] && record.Processes.Find().Count >= processes)
                {
                    cancelled = Stopwatch.GetTimestamp();
                    cancel.Cancel();
                }
            },
            cancel);
        double elapsed = Stopwatch.GetElapsedTime(cancelled).TotalMilliseconds;
        output.WriteLine($"{elapsed:0} ms from cancellation to the end");
        Assert.InRange(elapsed, 0, 3000);
    }

    [Fact]
    public async Task Launch_BrowserHangs_EndsAtTheDeadlineAndLeavesNothing()
    {
        string folder = TestBrowser.NewFolder();
        string program = Path.Combine(folder, "chromium");
        await File.WriteAllTextAsync(program, "#!/bin/sh\nexec sleep 300.25\n", Token);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(1));
        _ = await FailAsync<OperationCanceledException>(options => options.BrowserPath = program, null, deadline);
        Assert.Empty(TestBrowser.ProcessesNaming("300.25"));
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>By itself Chromium says nothing of it: the launch hangs, or the driver "failed to write prefs file".</summary>
    [Fact]
    public async Task Launch_DiskFull_SaysSoAndStartsNothing()
    {
        using SmallDisk disk = await SmallDisk.MakeAsync("1m");
        string work = Path.Combine(disk.Folder, "work");
        SessionSetupException exception = await FailAsync<SessionSetupException>(options => options.WorkFolder = work);
        Assert.Contains(work, exception.Message, StringComparison.Ordinal);
        Assert.Contains("is full", exception.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(work));
    }

    /// <summary>There was room when the job began, and there may be room again: an attempt that failed, and no end of the job by itself.</summary>
    [Fact]
    public async Task Launch_DiskFullDuringARecovery_IsAFailedAttemptThatSaysSo()
    {
        using SmallDisk disk = await SmallDisk.MakeAsync("1m");
        string work = Path.Combine(disk.Folder, "work");
        WebDriverException exception = await FailAsync<WebDriverException>(options => options.WorkFolder = work, generation: 2);
        Assert.Contains("is full", exception.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(work));
    }

    [Fact]
    public async Task Launch_KeptProfile_KeepsCookiesAndFolder()
    {
        string profile = TestBrowser.NewFolder();
        SessionCookie cookie = new("kept", "1", "www.example.com", "/", true, true, TimeProvider.System.GetUtcNow().AddDays(3), null);
        await using (TestBrowser first = await TestBrowser.LaunchAsync(options => options.ProfileFolder = profile))
        {
            await first.Session.RestoreLoginAsync(new LoginSnapshot([cookie], "", ""), Token);
        }

        await using (TestBrowser second = await TestBrowser.LaunchAsync(options => options.ProfileFolder = profile))
        {
            LoginSnapshot login = await second.Session.CaptureLoginAsync(Token);
            Assert.Equal("kept", Assert.Single(login.Cookies).Name);

            // A second browser on the same profile is refused by the job's name, and the first one is left alone.
            SessionSetupException refused = await FailAsync<SessionSetupException>(options => options.ProfileFolder = profile);
            Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId}"), refused.Message, StringComparison.Ordinal);
            await second.Session.CanaryAsync(Token);
            Assert.Empty(second.Evidence.All);
        }

        Assert.NotEmpty(Directory.EnumerateFileSystemEntries(profile));
        Directory.Delete(profile, recursive: true);
    }

    [Fact]
    public async Task Launch_ComparedWithABareDriver_CostsLittle()
    {
        int rounds = int.Parse(Environment.GetEnvironmentVariable("HOLDFAST_TEST_ROUNDS") ?? "2", CultureInfo.InvariantCulture);
        List<double> bare = [];
        List<double> ours = [];
        for (int round = 0; round <= rounds; round++)
        {
            double one = await Task.Factory.StartNew(LaunchBare, Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            long started = Stopwatch.GetTimestamp();
            await using TestBrowser browser = await TestBrowser.LaunchAsync();
            double two = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            if (round > 0)
            {
                bare.Add(one);
                ours.Add(two);
            }
        }

        bare.Sort();
        ours.Sort();
        output.WriteLine($"n={rounds}: bare median {bare[rounds / 2]:0} (min {bare[0]:0}) ms; supervised median {ours[rounds / 2]:0} (min {ours[0]:0}) ms");
    }

    private static double LaunchBare()
    {
        string folder = TestBrowser.NewFolder();
        SessionRecord record = new(Guid.NewGuid().ToString("N"), "", "", Machine.Self, folder, true);
        double elapsed;
        long started = Stopwatch.GetTimestamp();
        using (ChromeDriverService service = ChromeDriverService.CreateDefaultService("/usr/bin", "chromedriver"))
        using (ChromeDriver driver = new(service, ChromiumArguments.Build(new ChromiumOptions(), "/usr/bin/chromium", record)))
        {
            elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            driver.Quit();
        }

        Directory.Delete(folder, recursive: true);
        return elapsed;
    }

    private static async Task<TException> FailAsync<TException>(
        Action<ChromiumOptions> configure, Action<string>? meanwhile = null, CancellationTokenSource? cancel = null, int generation = 1)
        where TException : Exception
    {
        string folder = TestBrowser.NewFolder();
        ChromiumOptions options = new() { WorkFolder = folder };
        configure(options);
        using ChromiumProvider provider = new(options);
        EvidenceLog evidence = new();
        Task launch = provider.LaunchAsync(new SessionLaunch(generation, evidence), cancel?.Token ?? Token);
        while (meanwhile is not null && !launch.IsCompleted)
        {
            meanwhile(folder);
            await Task.Yield();
        }

        TException exception = await Assert.ThrowsAnyAsync<TException>(() => launch.WaitAsync(TimeSpan.FromSeconds(30), Token));
        TestBrowser.AssertNothingLeft(folder);
        return exception;
    }
}
