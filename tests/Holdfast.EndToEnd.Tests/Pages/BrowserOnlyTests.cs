using System.Globalization;
using Holdfast.Actions;
using Holdfast.Selenium;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.EndToEnd.Tests.Pages;

/// <summary>What was only seen in the browser is committed only when the site knew the browser afterwards.</summary>
[Trait("Category", "Browser")]
public sealed class BrowserOnlyTests
{
    [Theory]
    [InlineData("the site ends the account's sessions", 2, LossCause.LoggedOut)]
    [InlineData("only the browser is logged out", 1, LossCause.LoggedOut)]
    [InlineData("each page renews the cookie", 1, null)]
    public async Task Run_LoginChangesBehindOurBack_EveryRecordIsAMembers(string happening, int logins, LossCause? cause)
    {
        await using PageSite site = await PageSite.StartAsync();
        site.Showing = (number, context) =>
        {
            switch (happening)
            {
                case "the site ends the account's sessions" when number == 5:
                    site.EndSessions();
                    break;
                case "only the browser is logged out" when number == 5:
                    context.Request.Headers.Cookie = "";
                    context.Response.Headers.SetCookie = "sid=; Path=/; Max-Age=0";
                    break;
                case "each page renews the cookie":
                    site.Renew(context);
                    break;
            }
        };
        using JobFolder folder = new();
        ServiceCollection services = new();
        IHoldfastBuilder holdfast = services.AddLogging().AddHoldfast().UseSelenium(chrome =>
        {
            chrome.LogIn = (driver, _) => driver.Navigate().GoToUrlAsync(new Uri(site.Address, "/enter"));
            chrome.WorkFolder = Path.Combine(folder.State, "holdfast");
        }).AddSessionHttp(http =>
        {
            http.BaseAddress = site.Address;
            http.WhoAmI = async (client, token) => Identity.Member(await client.GetStringAsync("/me", token));
        }).AddRunEngine().AddSqliteLedger();
        await using ServiceProvider provider = services.BuildServiceProvider();

        RunReport report = await provider.GetRequiredService<RunEngine>().RunAsync(
            new LookAtPages(site.Address),
            new RunSettings { LedgerPath = folder.Ledger, Concurrency = 1, BatchSize = 3, MinFreeBytes = 0 },
            CancellationToken.None).WaitAsync(Job.Deadline, TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.Equal((RunEnd.Completed, (string?)null), (report.End, report.Reason));
        using RunLedger ledger = RunLedger.Open(folder.Ledger, LedgerAccess.Read, TimeProvider.System);
        Assert.Equal(
            Enumerable.Range(1, PageSite.Items).Select(number => string.Create(CultureInfo.InvariantCulture, $"\"member {number}\"")),
            ledger.ReadRecords("look-at-pages").Select(record => record.Json));
        Assert.Equal(cause is null ? [] : [cause.Value], ledger.ReadIncidents().Select(incident => incident.Incident.Cause));
        Assert.Equal(logins, site.Logins);

        // The session ends with its owner.
        await provider.DisposeAsync();
        Assert.Empty(folder.Processes());
    }
}
