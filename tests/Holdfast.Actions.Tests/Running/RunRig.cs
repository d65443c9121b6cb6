using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Holdfast.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Holdfast.Actions.Tests.Running;

/// <summary>A real engine, manager, ledger and HTTP stack over a scripted browser and a site in this process. One leg after the other.</summary>
internal sealed class RunRig : IAsyncDisposable
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(60);

    private readonly LedgerFixture _files = new();
    private readonly ConcurrentDictionary<Moment, int> _counts = new();

    private RunRig(GatherSite site)
    {
        Site = site;
        Settings = new RunSettings
        {
            LedgerPath = _files.Path,
            Concurrency = 1,
            BatchSize = 5,
            RetryDelay = TimeSpan.FromMilliseconds(1),
            MinFreeBytes = 0,

            // So that a failure shows as it was; the tests of retry rounds ask for it.
            RetryRounds = 0,
        };
        site.Intercept = (moment, context) => CountAsync(moment, context);
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public GatherSite Site { get; }

    public SiteGather Action { get; } = new();

    public RunSettings Settings { get; }

    /// <summary>The newest leg's browser.</summary>
    public ScriptedProvider<ScriptedTab> Sessions { get; private set; } = new(static launch => new ScriptedTab(launch));

    /// <summary>The newest leg's services.</summary>
    public ServiceProvider? Services { get; private set; }

    /// <summary>Where the site is looked for; null for where it is.</summary>
    public Uri? Address { get; set; }

    /// <summary>How calls ride on the session; null for no change.</summary>
    public Action<SessionHttpOptions>? ConfigureHttp { get; set; }

    /// <summary>Called in each login with its generation.</summary>
    public Func<int, CancellationToken, Task>? LogIn { get; set; }

    public Action<SessionOptions>? ConfigureSession { get; set; }

    /// <summary>Adds to what a leg is made of.</summary>
    public Action<IHoldfastBuilder>? Configure { get; set; }

    /// <summary>Called at each countable event with its ordinal in this rig, from 1. It may kill.</summary>
    public Action<Moment, int>? At { get; set; }

    /// <summary>Answers a request in the site's stead when it returns true.</summary>
    public Func<Moment, int, HttpContext, Task<bool>>? Answer { get; set; }

    /// <summary>Items without an outcome in the ledger, at each kill.</summary>
    public ConcurrentQueue<int> UndoneAtKills { get; } = new();

    public static async Task<RunRig> StartAsync(int entries) => new(await GatherSite.StartAsync(entries));

    /// <summary>Runs one leg to its end.</summary>
    public Task<RunReport> RunAsync() => RunUntilAsync(CancellationToken.None);

    /// <summary>Runs one leg until it is asked to stop.</summary>
    public async Task<RunReport> RunUntilAsync(CancellationToken drain)
    {
        ServiceProvider services = BuildServices();
        Services = services;
        await using (services)
        {
            return await services.GetRequiredService<RunEngine>().RunAsync(Action, Settings, drain).WaitAsync(s_deadline, Token);
        }
    }

    /// <summary>The browser dies here and now.</summary>
    public void Kill()
    {
        UndoneAtKills.Enqueue(Site.Entries.Count - (int)Number("SELECT count(*) FROM items WHERE state <> 'pending'"));
        Sessions.Die();
    }

    /// <summary>Sends an answer of its own.</summary>
    public static async Task<bool> SayAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        await context.Response.CompleteAsync();
        return true;
    }

    public LegOutcome? LastLegOutcome()
    {
        using RunLedger ledger = Read();
        return ledger.ReadRuns()[0].LastLegOutcome;
    }

    public int Count(Moment moment) => _counts.GetValueOrDefault(moment);

    public RunLedger Read() => _files.Open(LedgerAccess.Read);

    public RunLedger Write() => _files.Open();

    public int Tamper(string sql) => _files.Tamper(sql);

    /// <summary>Asks the file itself, past the ledger.</summary>
    public long Number(string sql)
    {
        using SqliteConnection connection = new($"Data Source={_files.Path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of the tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>What must hold whatever happened.</summary>
    public void AssertHonest(RunReport report)
    {
        Assert.Empty(report.Mismatches);
        Assert.True(report.Summary.AddsUp);
        using RunLedger ledger = Read();
        Assert.Empty(ledger.Check(report.Summary.Run.RunId));
        Assert.All(
            ledger.ReadRecords("site"),
            record => Assert.Equal(JsonSerializer.Serialize(new Kept(record.Key, Site.Find(record.Key).Value), JsonSerializerOptions.Web), record.Json));

        // Nothing reached the site after the latch of its generation, unless several legs make the generations ambiguous.
        IReadOnlyList<StoredIncident> incidents = ledger.ReadIncidents(report.Summary.Run.RunId);
        if (report.Summary.Run.Legs == 1)
        {
            foreach (StoredIncident incident in incidents)
            {
                Assert.DoesNotContain(
                    Site.Admitted,
                    call => call.Generation == incident.Incident.Generation && call.Sequence > incident.Incident.AdmittedAtLatch);
            }
        }
    }

    /// <summary>Everything was gathered, each item once.</summary>
    public void AssertComplete(RunReport report, int deaths = 0)
    {
        AssertHonest(report);
        Assert.Equal((RunEnd.Completed, (string?)null), (report.End, report.Reason));
        Assert.Equal((Site.Entries.Count, 0L), (report.Summary.Seen, report.Summary.Missing));
        Assert.NotNull(report.Summary.Run.FinishedAt);
        Assert.Equal(LegOutcome.Finished, report.Summary.Run.LastLegOutcome);
        using RunLedger ledger = Read();
        Assert.Equal(Site.Entries.Select(entry => entry.Key).Order(StringComparer.Ordinal), ledger.ReadRecords("site").Select(record => record.Key));
        Assert.Equal(deaths, ledger.ReadIncidents(report.Summary.Run.RunId).Count);
        Assert.Equal(deaths, UndoneAtKills.Count);
    }

    public async ValueTask DisposeAsync()
    {
        await Site.DisposeAsync();
        _files.Dispose();
    }

    public int Happened(Moment moment)
    {
        int ordinal = _counts.AddOrUpdate(moment, 1, static (_, before) => before + 1);
        At?.Invoke(moment, ordinal);
        return ordinal;
    }

    public ServiceProvider BuildServices()
    {
        ScriptedProvider<ScriptedTab> sessions = new(static launch => new ScriptedTab(launch))
        {
            Captured = static _ => new LoginSnapshot(
                [new SessionCookie("sid", "s1", "127.0.0.1", "/", false, true, null, null)], "Browser/1.0", "en"),
        };

        // Each generation logs in, so that deaths during the login can be scripted.
        sessions.Restore.Fail("this browser takes no cookies back");
        sessions.LogIn.Do((_, token) =>
        {
            Happened(Moment.LogIn);
            return LogIn?.Invoke(sessions.Last.Generation, token) ?? Task.CompletedTask;
        });
        Sessions = sessions;
        ServiceCollection services = new();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(new CommitLog(this)));
        services.AddSingleton<TimeProvider>(new LedgerClock(this));
        services.AddSingleton<ISessionProvider<ScriptedTab>>(Sessions);
        IHoldfastBuilder holdfast = services.AddHoldfast(options =>
        {
            options.Recovery.BackoffBase = TimeSpan.Zero;
            options.Recovery.MaxRestarts = 100;
            ConfigureSession?.Invoke(options);
        }).AddSession<ScriptedTab>().AddSessionHttp(options =>
        {
            options.BaseAddress = Address ?? Site.Address;
            options.WhoAmI = async (client, token) => Identity.Member(await client.GetStringAsync("/me", token));
            options.MaxRetries = 0;
            options.StampRequests = true;
            ConfigureHttp?.Invoke(options);
        }).AddRunEngine().AddSqliteLedger();
        Configure?.Invoke(holdfast);
        return services.BuildServiceProvider(validateScopes: true);
    }

    private async Task<bool> CountAsync(Moment moment, HttpContext context)
    {
        int ordinal = Happened(moment);
        return Answer is { } answer && await answer(moment, ordinal, context);
    }

    /// <summary>The ledger asks for the time inside each of its transactions, on a thread of its own.</summary>
    private sealed class LedgerClock(RunRig rig) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow()
        {
            if (Thread.CurrentThread.Name == "Holdfast ledger")
            {
                rig.Happened(Moment.InTransaction);
            }

            return base.GetUtcNow();
        }
    }

    /// <summary>The runner notes each commit that has landed.</summary>
    private sealed class CommitLog(RunRig rig) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Id == 2004)
            {
                rig.Happened(Moment.AfterCommit);
            }
        }

        public void Dispose()
        {
        }
    }
}
