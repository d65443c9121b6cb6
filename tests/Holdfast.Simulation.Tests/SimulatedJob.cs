using System.Diagnostics.Metrics;
using System.Net;
using Holdfast.Actions;
using Holdfast.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Simulation.Tests;

/// <summary>One leg: the job from its start to its end, or until it is killed. Real are manager, HTTP layer, runner and ledger.</summary>
internal sealed class SimulatedJob
{
    private readonly ServiceProvider _services;
    private readonly IRunLedgerStore _store;

    public SimulatedJob(World world, Action<IHoldfastBuilder> addSinks)
    {
        ServiceCollection services = new();
        _store = StoreTurns.Around(new SqliteRunLedgerStore(world.Clock), world.Turns, world.Desk);
        services.AddLogging();
        services.AddSingleton<TimeProvider>(world.Clock);
        services.AddSingleton<ISessionProvider<ScriptedTab>>(world.Browsers.Provider);
        services.AddSingleton(_store);
        services.AddSingleton(world.Mirror);
        IHoldfastBuilder holdfast = services.AddHoldfast(options =>
        {
            // No wait between attempts, for it has jitter: that is drawn by chance, and a run would not be the same twice.
            options.Recovery.BackoffBase = TimeSpan.Zero;
            options.Recovery.MaxRestarts = 1000;
            options.Recovery.MaxTrialRestarts = 1000;
        }).AddSession<ScriptedTab>().AddSessionHttp(options =>
        {
            options.BaseAddress = new Uri("https://site.test/");
            options.PrimaryHandler = world.Site;
            options.MaxRetries = world.Plan.Number("retries", 3);
            options.RetryDelay = TimeSpan.Zero;
            options.WhoAmI = async (http, token) =>
            {
                using HttpResponseMessage answer = await http.GetAsync(new Uri("/me", UriKind.Relative), token);
                return answer.IsSuccessStatusCode
                    ? Identity.Member("ann")
                    : answer.StatusCode == HttpStatusCode.Unauthorized ? Identity.Visitor("401") : Identity.Unknown("the site fails");
            };
        }).AddRunEngine();
        addSinks(holdfast);
        _services = services.BuildServiceProvider();
    }

    /// <summary>Runs it to its end, and ends the session.</summary>
    public async Task<RunReport> RunAsync(World world, IAction action, RunSettings settings, CancellationToken stop)
    {
        ISessionManager manager = world.Browsers.Manager = _services.GetRequiredService<ISessionManager>();
        try
        {
            // As the tool does: the session ends with the run, and its last incident has its outcome in the ledger.
            return await _services.GetRequiredService<RunEngine>().RunAsync(action, settings, () => manager.DisposeAsync().AsTask(), stop);
        }
        finally
        {
            await _services.DisposeAsync();
        }
    }

    /// <summary>What the system does when a process is killed: nothing of it runs on, and its files are closed. From a thread that is not the pool's.</summary>
    public void Kill()
    {
        StoreTurns.Close(_store);
        (_services.GetService<IMeterFactory>() as IDisposable)?.Dispose();
    }
}
