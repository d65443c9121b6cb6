using Holdfast.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Http.Tests;

public sealed class NamedSessionsTests
{
    private static CancellationToken Test => TestContext.Current.CancellationToken;

    /// <summary>Calls of each go to its own site with its own cookies, and a death of one ends the calls of that one only.</summary>
    [Fact]
    public async Task AddSessionHttp_TwoNames_CallTheirOwnSitesAndDieApart()
    {
        await using TestSite inbox = await TestSite.StartAsync(static (_, context) => context.Response.WriteAsync($"inbox {context.Request.Headers.Cookie}"));
        await using TestSite archive = await TestSite.StartAsync(static (_, context) =>
            context.Response.WriteAsync($"archive {context.Request.Headers.Cookie}"));
        ServiceCollection services = new();
        services.AddLogging();
        IncidentRecorder ofInbox = Register(services, "inbox", inbox);
        IncidentRecorder ofArchive = Register(services, "archive", archive);
        await using ServiceProvider container = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        SessionLease[] leases = [await LeaseAsync(container, "inbox"), await LeaseAsync(container, "archive")];
        using LeasedHttp first = container.GetRequiredKeyedService<SessionHttpClient>("inbox").ForLease(leases[0]);
        using LeasedHttp second = container.GetRequiredKeyedService<SessionHttpClient>("archive").ForLease(leases[1]);

        Assert.Equal("inbox sid=of-inbox", await first.Client.GetStringAsync("/data", Test));
        Assert.Equal("archive sid=of-archive", await second.Client.GetStringAsync("/data", Test));
        leases[0].ReportDeath(new Evidence(LossCause.BrowserExited, EvidenceStrength.Explicit, "test", "killed"));
        await Assert.ThrowsAsync<SessionLostException>(() => first.Client.GetStringAsync("/data", Test));
        Assert.Equal("archive sid=of-archive", await second.Client.GetStringAsync("/data", Test));

        Assert.Equal(2, (await LeaseAsync(container, "inbox")).Generation);
        Assert.Equal("inbox", (await ofInbox.OutcomeAsync(1, IncidentOutcome.Recovered)).Session);
        Assert.Empty(ofArchive.Records);
        Assert.Equal((1, 2), (inbox.Count("GET /data"), archive.Count("GET /data")));
        Assert.Null(container.GetService<SessionHttpClient>());
    }

    private static IncidentRecorder Register(ServiceCollection services, string name, TestSite site)
    {
        LoginSnapshot login = new([new SessionCookie("sid", $"of-{name}", "127.0.0.1", "/", false, true, null, null)], "Browser/1.0", "en");
        ScriptedProvider<ScriptedTab> browser = new(static launch => new ScriptedTab(launch)) { Captured = _ => login };
        IncidentRecorder incidents = new();
        services.AddKeyedSingleton<ISessionProvider<ScriptedTab>>(name, browser).AddKeyedSingleton<IIncidentSink>(name, incidents);
        services.AddHoldfast(name).AddSession<ScriptedTab>().AddSessionHttp(options =>
        {
            options.BaseAddress = site.Address;
            options.WhoAmI = async (client, token) => Identity.Member(await client.GetStringAsync("/me", token));
        });
        return incidents;
    }

    private static Task<SessionLease> LeaseAsync(ServiceProvider container, string name) =>
        container.GetRequiredKeyedService<ISessionManager>(name).LeaseAsync(Test);
}
