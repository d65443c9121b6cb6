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
}
