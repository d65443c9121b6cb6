using System.Diagnostics;
using System.Globalization;
using Holdfast;
using Kinfolk.Site;
using OpenQA.Selenium;

namespace Kinfolk.Demo;

/// <summary>Kills the run's browser once, by its process id, when the site has served a number of list pages.</summary>
internal sealed class BrowserKiller(SessionManager<IWebDriver> sessions, SiteControlClient site, int afterListPages) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await site.WaitAsync("/api/matches?page=", afterListPages, TimeSpan.FromMinutes(10), cancellationToken: stoppingToken);
            SessionLease<IWebDriver> lease = await sessions.LeaseAsync(stoppingToken);
            int browser = await lease.UseAsync(
                driver => Convert.ToInt32(((WebDriver)driver).Capabilities.GetCapability("goog:processID"), CultureInfo.InvariantCulture), stoppingToken);
            using Process process = Process.GetProcessById(browser);
            process.Kill();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The run ended first.
        }
    }

    public override void Dispose()
    {
        site.Dispose();
        base.Dispose();
    }
}
