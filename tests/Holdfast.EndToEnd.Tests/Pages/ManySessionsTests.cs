using Holdfast.Actions;
using Holdfast.Selenium;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.EndToEnd.Tests.Pages;

/// <summary>Runs and sessions of one process, with real browsers.</summary>
[Trait("Category", "Browser")]
public sealed class ManySessionsTests : IDisposable
{
    private readonly JobFolder _folder = new();
    private readonly ServiceCollection _services = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task RunAsync_TenTimesInOneProcess_RidesOnOneBrowser()
    {
        await using PageSite site = await PageSite.StartAsync();
        Add(_services.AddLogging().AddHoldfast(), site);
        await using ServiceProvider provider = _services.BuildServiceProvider();
        for (int run = 1; run <= 10; run++)
        {
            RunReport report = await RunAsync(provider, session: null, site, "job");
            Assert.Equal((RunEnd.Completed, (string?)null, (long)run), (report.End, report.Reason, report.Summary.Run.RunId));
            Assert.Empty(report.Mismatches);
        }

        SessionHealth health = provider.GetRequiredService<ISessionManager>().Health;
        Assert.Equal((SessionState.Alive, 1, 0, 1), (health.State, health.Generation, health.Deaths, site.Logins));
        await provider.DisposeAsync();
        Assert.Empty(_folder.Processes());
    }

    [Fact]
    public async Task RunAsync_TwoNamedSessionsAtOnce_EachDiesInItsOwnLedger()
    {
        await using PageSite inbox = await PageSite.StartAsync();
        await using PageSite archive = await PageSite.StartAsync();
        _services.AddLogging();
        Add(_services.AddHoldfast("inbox"), inbox);
        Add(_services.AddHoldfast("archive"), archive);
        await using ServiceProvider provider = _services.BuildServiceProvider();
        using Barrier both = new(2);
        Hurt(inbox, "inbox", FaultKind.KillBrowser);
        Hurt(archive, "archive", FaultKind.KillDriver);

        RunReport[] reports = await Task.WhenAll(RunAsync(provider, "inbox", inbox, "inbox"), RunAsync(provider, "archive", archive, "archive"));

        Assert.All(reports, report => Assert.Equal((RunEnd.Completed, (string?)null, (long)PageSite.Items), (report.End, report.Reason, report.Summary.New)));
        AssertDied("inbox", FaultKind.KillBrowser);
        AssertDied("archive", FaultKind.KillDriver);
        await provider.DisposeAsync();
        Assert.Empty(_folder.Processes());

        async Task HurtAsync(string session, FaultKind fault)
        {
            SessionLease lease = await provider.GetRequiredKeyedService<ISessionManager>(session).LeaseAsync(CancellationToken.None);
            await lease.Faults!.InjectAsync(fault, CancellationToken.None);
        }

        // Once, in the middle of both.
        void Hurt(PageSite site, string session, FaultKind fault) => site.Showing = (number, page) =>
        {
            if (number == 5)
            {
                Assert.True(both.SignalAndWait(Job.Deadline), "the other run does not come");
                _ = HurtAsync(session, fault);
            }
        };
    }

    private void Add(IHoldfastBuilder holdfast, PageSite site) => holdfast.UseSelenium(chrome =>
    {
        chrome.LogIn = (driver, _) => driver.Navigate().GoToUrlAsync(new Uri(site.Address, "/enter"));
        chrome.WorkFolder = Path.Combine(_folder.State, "holdfast");
    }).AddSessionHttp(http =>
    {
        http.BaseAddress = site.Address;
        http.WhoAmI = async (client, token) => Identity.Member(await client.GetStringAsync("/me", token));
    }).AddRunEngine().AddSqliteLedger();

    private Task<RunReport> RunAsync(ServiceProvider provider, string? session, PageSite site, string ledger) =>
        provider.GetRequiredKeyedService<RunEngine>(session).RunAsync(
            new LookAtPages(site.Address),
            new RunSettings { LedgerPath = PathOf(ledger), Concurrency = 1, BatchSize = 3, MinFreeBytes = 0 },
            CancellationToken.None).WaitAsync(Job.Deadline, TimeProvider.System, TestContext.Current.CancellationToken);

    private string PathOf(string ledger) => Path.Combine(_folder.Path, $"{ledger}.db");

    private void AssertDied(string session, FaultKind fault)
    {
        using RunLedger ledger = RunLedger.Open(PathOf(session), LedgerAccess.Read, TimeProvider.System);
        Incident incident = Assert.Single(ledger.ReadIncidents()).Incident;
        Assert.Equal((FaultExpectation.Of(fault).Cause, IncidentOutcome.Recovered, session), ((LossCause?)incident.Cause, incident.Outcome, incident.Session));
    }
}
