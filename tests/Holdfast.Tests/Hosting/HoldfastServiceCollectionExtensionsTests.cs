using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Holdfast.Tests;

public sealed class HoldfastServiceCollectionExtensionsTests
{
    [Fact]
    public async Task AddSession_WithAProvider_GivesOneManagerUnderBothNames()
    {
        ServiceCollection services = new();
        RecordingSink sink = new();
        TestClock clock = new();
        ScriptedProvider provider = new(static launch => new Gadget(launch));
        services.AddSingleton<ISessionProvider<Gadget>>(provider);
        services.AddSingleton<ILoginVerifier>(new ScriptedVerifier());
        services.AddSingleton<IIncidentSink>(sink);
        services.AddSingleton<TimeProvider>(clock);
        services.AddHoldfast(options => options.Name = "di").AddSession<Gadget>();
        await using ServiceProvider container = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

        SessionManager<Gadget> manager = container.GetRequiredService<SessionManager<Gadget>>();
        Assert.Same(manager, container.GetRequiredService<ISessionManager>());
        SessionLease lease = await container.GetRequiredService<ISessionManager>().LeaseAsync(TestContext.Current.CancellationToken).InTime();
        lease.ReportDeath(Rig.Decisive());
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("di", (await sink.OutcomeAsync(1, IncidentOutcome.Recovered)).Session);
        await container.DisposeAsync().InTime();
        Assert.Equal(0, provider.Running);
    }

    [Fact]
    public async Task AddSession_NothingElseRegistered_StillMakesAManager()
    {
        ServiceCollection services = new();
        services.AddSingleton<ISessionProvider<Gadget>>(new ScriptedProvider(static launch => new Gadget(launch)));
        services.AddHoldfast().AddSession<Gadget>();
        await using ServiceProvider container = services.BuildServiceProvider();

        Assert.Equal("main", container.GetRequiredService<ISessionManager>().Name);
        Assert.Same(TimeProvider.System, container.GetRequiredService<TimeProvider>());
    }

    /// <summary>Two sites at once in one process, and a third session beside them that has no name.</summary>
    [Fact]
    public async Task AddHoldfast_TwoNames_LiveAtOnce_EachWithItsOwnLoginAndIncident()
    {
        ServiceCollection services = new();
        TestClock clock = new();
        services.AddSingleton<TimeProvider>(clock);
        Site inbox = new("inbox", "ann");
        Site archive = new("archive", "bob");
        Site main = new(name: null, "carl");
        inbox.Register(services, LossCause.TabLost);
        archive.Register(services, LossCause.BrowserExited);
        main.Register(services, cause: null);
        await using ServiceProvider container = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        SessionLease[] leases = await Task.WhenAll(inbox.LeaseAsync(container), archive.LeaseAsync(container), main.LeaseAsync(container));
        Assert.Equal(["inbox", "archive", "main"], leases.Select(lease => lease.SessionName));
        Assert.Equal(["ann", "bob", "carl"], leases.Select(lease => lease.MemberName));

        inbox.Die(clock);
        Assert.Equal([true, false, false], leases.Select(lease => lease.IsLost));
        archive.Die(clock);
        Assert.Equal([true, true, false], leases.Select(lease => lease.IsLost));

        Incident[] incidents = [await inbox.Sink.OutcomeAsync(1, IncidentOutcome.Recovered), await archive.Sink.OutcomeAsync(1, IncidentOutcome.Recovered)];
        Assert.Equal([("inbox", LossCause.TabLost), ("archive", LossCause.BrowserExited)], incidents.Select(incident => (incident.Session, incident.Cause)));
        Assert.Equal((1, 1, 0), (inbox.Sink.Incidents.Count, archive.Sink.Incidents.Count, main.Sink.Incidents.Count));
        Assert.Equal(2, (await inbox.LeaseAsync(container)).Generation);
        Assert.Equal(2, (await archive.LeaseAsync(container)).Generation);
        Assert.Same(leases[2], await main.LeaseAsync(container));
        await container.DisposeAsync().InTime();
        Assert.Equal((0, 0, 0), (inbox.Provider.Running, archive.Provider.Running, main.Provider.Running));
    }

    /// <summary>Another session's browser or verifier would log in, or ask, at the wrong site.</summary>
    [Fact]
    public async Task AddHoldfast_Named_UsesNothingThatIsRegisteredWithoutItsName()
    {
        ServiceCollection services = new();
        services.AddSingleton<ISessionProvider<Gadget>>(new ScriptedProvider(static launch => new Gadget(launch)));
        services.AddHoldfast("inbox").AddSession<Gadget>();
        await using ServiceProvider container = services.BuildServiceProvider();

        Assert.Throws<InvalidOperationException>(() => container.GetRequiredKeyedService<ISessionManager>("inbox"));
        Assert.Null(container.GetService<ISessionManager>());
    }

    [Fact]
    public async Task AddHoldfast_NameThatIsNone_StopsTheHostAtItsStart()
    {
        ServiceCollection services = new();
        services.AddHoldfast("not a name");
        await using ServiceProvider container = services.BuildServiceProvider();

        OptionsValidationException invalid = Assert.Throws<OptionsValidationException>(
            () => container.GetRequiredService<IStartupValidator>().Validate());

        Assert.Equal("not a name", invalid.OptionsName);
        Assert.Throws<ArgumentException>(() => services.AddHoldfast(" "));
    }

    [Fact]
    public void AddHoldfast_NameIsTaken_ThrowsAndNamesIt()
    {
        ServiceCollection services = new();
        services.AddHoldfast("inbox");
        services.AddHoldfast("archive");

        ArgumentException taken = Assert.Throws<ArgumentException>(() => services.AddHoldfast("inbox"));
        Assert.Contains("already a session 'inbox'", taken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddHoldfast_BadOptions_StopTheHostAtItsStart()
    {
        ServiceCollection services = new();
        services.AddHoldfast(options => options.Name = "not a name");
        services.AddHoldfast(options => options.Recovery.MaxRestarts = -1);
        await using ServiceProvider container = services.BuildServiceProvider();

        OptionsValidationException invalid = Assert.Throws<OptionsValidationException>(
            () => container.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains("Name", invalid.Message, StringComparison.Ordinal);
        Assert.Contains("Recovery.MaxRestarts", invalid.Message, StringComparison.Ordinal);
        Assert.Equal(2, invalid.Failures.Count());
    }

    /// <summary>A scripted session and everything that belongs to it, registered under its name.</summary>
    private sealed class Site(string? name, string member)
    {
        private LossCause? _cause;

        public ScriptedProvider Provider { get; } = new(static launch => new Gadget(launch));

        public RecordingSink Sink { get; } = new();

        public void Register(ServiceCollection services, LossCause? cause)
        {
            _cause = cause;
            ScriptedVerifier verifier = new() { Answer = _ => Identity.Member(member) };
            if (name is null)
            {
                services.AddSingleton<ISessionProvider<Gadget>>(Provider).AddSingleton<ILoginVerifier>(verifier).AddSingleton<IIncidentSink>(Sink);
                services.AddHoldfast().AddSession<Gadget>();
                return;
            }

            services.AddKeyedSingleton<ISessionProvider<Gadget>>(name, Provider)
                .AddKeyedSingleton<ILoginVerifier>(name, verifier)
                .AddKeyedSingleton<IIncidentSink>(name, Sink);
            services.AddHoldfast(name).AddSession<Gadget>();
        }

        public Task<SessionLease> LeaseAsync(IServiceProvider container) =>
            (name is null ? container.GetRequiredService<ISessionManager>() : container.GetRequiredKeyedService<ISessionManager>(name))
                .LeaseAsync(TestContext.Current.CancellationToken).InTime();

        public void Die(TestClock clock)
        {
            Provider.Report(Rig.Decisive(_cause!.Value));
            clock.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
