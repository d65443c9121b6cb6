using Holdfast.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Actions.Tests.Running;

/// <summary>Sites, sessions and ledgers of one process: one container, in which runs are started as often as a test likes.</summary>
internal sealed class ManyRunsRig : IAsyncDisposable
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(60);

    private readonly LedgerFixture _files = new();
    private readonly List<GatherSite> _sites = [];
    private readonly ServiceCollection _services = new();
    private ServiceProvider? _container;

    public ManyRunsRig() => _services.AddLogging();

    public IServiceCollection Registered => _services;

    public ServiceProvider Services => _container ??= _services.BuildServiceProvider(validateScopes: true);

    /// <summary>Adds a session of its own, with a site.</summary>
    /// <param name="name">Its name; null for the session without one.</param>
    /// <param name="entries">How many records the site has.</param>
    /// <param name="configure">Changes how it is supervised; null for no change.</param>
    public async Task<(GatherSite Site, ScriptedProvider<ScriptedTab> Browser)> AddAsync(
        string? name, int entries, Action<SessionOptions>? configure = null)
    {
        GatherSite site = await GatherSite.StartAsync(entries);
        _sites.Add(site);
        ScriptedProvider<ScriptedTab> browser = new(static launch => new ScriptedTab(launch))
        {
            Captured = static _ => new LoginSnapshot([new SessionCookie("sid", "s1", "127.0.0.1", "/", false, true, null, null)], "Browser/1.0", "en"),
        };
        _services.AddKeyedSingleton<ISessionProvider<ScriptedTab>>(name, (_, _) => browser);
        (name is null ? _services.AddHoldfast(Configure) : _services.AddHoldfast(name, Configure)).AddSession<ScriptedTab>().AddSessionHttp(options =>
        {
            options.BaseAddress = site.Address;
            options.WhoAmI = async (client, token) => Identity.Member(await client.GetStringAsync("/me", token));
            options.MaxRetries = 0;
        }).AddRunEngine().AddSqliteLedger();
        return (site, browser);

        void Configure(SessionOptions options)
        {
            options.Recovery.BackoffBase = TimeSpan.Zero;
            configure?.Invoke(options);
        }
    }

    /// <summary>Runs an action once.</summary>
    /// <param name="session">The session; null for the one without a name.</param>
    /// <param name="ledger">The ledger's name.</param>
    /// <param name="action">The action; null for the tests' own.</param>
    public Task<RunReport> RunAsync(string? session = null, string ledger = "job", SiteGather? action = null) =>
        Services.GetRequiredKeyedService<RunEngine>(session).RunAsync(action ?? new SiteGather(), Settings(ledger), CancellationToken.None)
            .WaitAsync(s_deadline, RunRig.Token);

    public RunSettings Settings(string ledger) => new()
    {
        LedgerPath = PathOf(ledger),
        Concurrency = 1,
        BatchSize = 5,
        RetryDelay = TimeSpan.FromMilliseconds(1),
        MinFreeBytes = 0,
        RetryRounds = 0,
    };

    public RunLedger Read(string ledger = "job") => RunLedger.Open(PathOf(ledger), LedgerAccess.Read, TimeProvider.System);

    /// <summary>The deaths in a ledger: generation, cause and outcome.</summary>
    public IReadOnlyList<(int Generation, LossCause Cause, IncidentOutcome Outcome)> Incidents(string ledger = "job")
    {
        using RunLedger read = Read(ledger);
        return [.. read.ReadIncidents().Reverse().Select(stored => (stored.Incident.Generation, stored.Incident.Cause, stored.Incident.Outcome))];
    }

    public async ValueTask DisposeAsync()
    {
        if (_container is not null)
        {
            await _container.DisposeAsync();
        }

        foreach (GatherSite site in _sites)
        {
            await site.DisposeAsync();
        }

        _files.Dispose();
    }

    private string PathOf(string ledger) => Path.Combine(_files.Folder, $"{ledger}.ledger");
}
