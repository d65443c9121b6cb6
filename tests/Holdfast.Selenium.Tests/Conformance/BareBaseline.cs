using Holdfast.Testing;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;

namespace Holdfast.Selenium.Tests;

/// <summary>What the steps of a recovery cost on this machine without us: Selenium alone, with the same switches. The rows are read against it.</summary>
[Trait("Category", "Browser")]
public sealed class BareBaseline(ITestOutputHelper output)
{
    private const string Launch = "launch of a browser, until it answers a command";

    [Fact(Explicit = true)]
    public async Task Baseline_SeleniumAlone()
    {
        ConformanceReport.SkipWhenMeasured("baseline", Launch);
        List<TimeSpan> launches = [];
        List<TimeSpan> tabs = [];
        for (int round = 0; round < ConformancePage.Rounds; round++)
        {
            (TimeSpan launch, TimeSpan tab) = await Task.Run(Measure, TestContext.Current.CancellationToken);
            launches.Add(launch);
            tabs.Add(tab);
        }

        Keep(Launch, launches);
        Keep("new tab in the same browser, until it answers a command", tabs);
    }

    private static (TimeSpan Launch, TimeSpan Tab) Measure()
    {
        string folder = TestBrowser.NewFolder();
        try
        {
            string driverFile = ProgramFinder.FindDriver(null);
            using ChromeDriverService service = ChromeDriverService.CreateDefaultService(Path.GetDirectoryName(driverFile), Path.GetFileName(driverFile));
            service.SuppressInitialDiagnosticInformation = true;
            service.HostName = "127.0.0.1";
            ChromeOptions options = ChromiumArguments.Build(new RemoteOptions());
            options.BinaryLocation = ProgramFinder.FindBrowser(null);
            options.AddArguments("--no-sandbox", "--user-data-dir=" + Path.Combine(folder, "profile"));
            long started = TimeProvider.System.GetTimestamp();
            using ChromeDriver driver = new(service, options);
            _ = driver.Title;
            TimeSpan launch = TimeProvider.System.GetElapsedTime(started);
            driver.Url = "data:text/html,<title>page</title>";
            started = TimeProvider.System.GetTimestamp();
            driver.SwitchTo().NewWindow(WindowType.Tab);
            _ = driver.Title;
            return (launch, TimeProvider.System.GetElapsedTime(started));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void Keep(string what, List<TimeSpan> times)
    {
        string row = $"| {what} | {RowText.Spread(times)} | {times.Count} |";
        output.WriteLine(row);
        Assert.All(times, one => Assert.True(one > TimeSpan.Zero));
        ConformanceReport.Add("baseline", row);
    }
}
