using Holdfast.Actions;
using Holdfast.Ledger.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Holdfast.Testing;

/// <summary>Runs an action on a scripted session that dies when the test says so, against a scripted site and a real ledger in a temporary
/// folder: what is lost or doubled then is the action's own doing.</summary>
/// <typeparam name="TSession">What the action drives.</typeparam>
/// <remarks>Script it before <see cref="RunAsync"/>; run it as often as you like: each time is one leg, and an unfinished run goes on. One leg
/// at a time. The site's handler is disposed with it.</remarks>
public class ScriptedRun<TSession> : IAsyncDisposable
    where TSession : class
{
    private readonly MomentScript _moments = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-run-");
    private readonly WireScript _wire;

    /// <summary>Makes a run, and its folder.</summary>
    /// <param name="site">Answers the action's calls in the place of the network, such as a <see cref="ScriptedSite"/>.</param>
    /// <param name="create">Makes what the action drives, given the launch's ordinal, from 1.</param>
    public ScriptedRun(HttpMessageHandler site, Func<int, TSession> create)
    {
        ArgumentNullException.ThrowIfNull(site);
        _wire = new WireScript(site, _moments);
        Provider = new ScriptedProvider<TSession>(create);
        Provider.LogIn.Do(_ => _moments.Happened(ScriptedMoment.LogIn));
        Provider.Invoke.Do(_ => _moments.Happened(ScriptedMoment.Work));
        Settings = new RunSettings
        {
            LedgerPath = Path.Combine(_folder.FullName, "run.db"),
            Concurrency = 1,
            RetryDelay = TimeSpan.FromMilliseconds(1),
            MinFreeBytes = 0,
            SettleTime = TimeSpan.Zero,
        };
    }

    /// <summary>The browsers' script. Its log-in and its work are counted as moments; who replaces their scripts loses these.</summary>
    public ScriptedProvider<TSession> Provider { get; }

    /// <summary>How the action is run. One batch at a time, so that moments come in the same order each time; retries wait 1 ms, and the
    /// scripted site has always done what it was asked when it says so (no <see cref="RunSettings.SettleTime"/>); everything else has its default.</summary>
    public RunSettings Settings { get; }

    /// <summary>How the session is supervised, over defaults without a wait between attempts and with up to 1000 restarts. Null by default.</summary>
    public Action<SessionOptions>? ConfigureSession { get; set; }

    /// <summary>How calls ride on the session. Default: the site is <c>https://site.test/</c>, knows us as <c>ann</c> whatever we send, and nothing is tried
    /// again. Null by default.</summary>
    public Action<SessionHttpOptions>? ConfigureHttp { get; set; }

    /// <summary>Adds to what the run is made of, such as <c>holdfast => holdfast.AddRecordSink&lt;GatherBooks, BookTables&gt;()</c>. Null by default.</summary>
    public Action<IHoldfastBuilder>? Configure { get; set; }

    /// <summary>Where the run logs to. Null (the default) for nowhere.</summary>
    public Action<ILoggingBuilder>? ConfigureLogging { get; set; }

    /// <summary>The clock. Default: the system's; nothing in a run waits for long unless the script says so. With a fake clock, the test
    /// advances it.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Every death in the ledger, the oldest first.</summary>
    public IReadOnlyList<StoredIncident> Incidents
    {
        get
        {
            using RunLedger ledger = OpenLedger();
            return [.. ledger.ReadIncidents().Reverse()];
        }
    }

    /// <summary>The browser dies at the given moment.</summary>
    /// <param name="moment">Which kind of moment.</param>
    /// <param name="number">The ordinal among its kind, from 1.</param>
    /// <param name="cause">The cause. Default: the browser is gone.</param>
    public void DieAt(ScriptedMoment moment, int number, LossCause cause = LossCause.BrowserExited) =>
        _moments.At(moment, number, () =>
        {
            Provider.Die(cause);
            return true;
        });

    /// <summary>Something happens at the given moment, on the thread that is there. It must not block. What it throws is thrown to whoever started the
    /// leg, at its end if not before.</summary>
    /// <param name="moment">Which kind of moment.</param>
    /// <param name="number">The ordinal among its kind, from 1.</param>
    /// <param name="happen">What happens.</param>
    public void At(ScriptedMoment moment, int number, Action happen) => _moments.At(moment, number, () =>
    {
        happen();
        return false;
    });

    /// <summary>How many moments of a kind there were so far.</summary>
    /// <param name="moment">The kind.</param>
    /// <returns>The count.</returns>
    public int Count(ScriptedMoment moment) => _moments.Count(moment);

    /// <summary>Runs one leg of the action to its end.</summary>
    /// <param name="action">The action under test.</param>
    /// <returns>How it ended, with the totals.</returns>
    /// <exception cref="TimeoutException">It did not end within 60 s of real time.</exception>
    public Task<RunReport> RunAsync(IAction action) => RunUntilAsync(action, CancellationToken.None);

    /// <summary>Runs one leg of the action until it is asked to stop.</summary>
    /// <param name="action">The action under test.</param>
    /// <param name="stop">Asks it to stop; a later leg goes on.</param>
    /// <returns>How it ended, with the totals.</returns>
    /// <exception cref="TimeoutException">It did not end within 60 s of real time.</exception>
    public async Task<RunReport> RunUntilAsync(IAction action, CancellationToken stop)
    {
        ServiceProvider services = BuildServices();
        await using (services.ConfigureAwait(false))
        {
            MomentObserver observer = services.GetRequiredService<MomentObserver>();
            RunReport report = await services.GetRequiredService<RunEngine>()
                .RunAsync(action, Settings, () => services.GetRequiredService<ISessionManager>().DisposeAsync().AsTask(), stop).InTime().ConfigureAwait(false);
            observer.ThrowIfFailed();
            return report;
        }
    }

    /// <summary>A dry run of a send action: shows what a leg would send.</summary>
    /// <param name="action">The action under test.</param>
    /// <param name="show">Called for each effect.</param>
    /// <returns>How it ended, and why if not well.</returns>
    /// <exception cref="TimeoutException">It did not end within 60 s of real time.</exception>
    public async Task<(RunEnd End, string? Reason)> PreviewAsync(IAction action, Action<EffectPreview> show)
    {
        ServiceProvider services = BuildServices();
        await using (services.ConfigureAwait(false))
        {
            return await services.GetRequiredService<RunEngine>().PreviewAsync(action, Settings, show, CancellationToken.None).InTime().ConfigureAwait(false);
        }
    }

    /// <summary>An action's records as the ledger holds them, in the order of their keys.</summary>
    /// <param name="action">The action.</param>
    /// <returns>The records.</returns>
    public IReadOnlyList<StoredRecord> Records(IAction action)
    {
        ArgumentNullException.ThrowIfNull(action);
        using RunLedger ledger = OpenLedger();
        return [.. ledger.ReadRecords(action.Name)];
    }

    /// <summary>Opens the ledger for reading.</summary>
    /// <returns>The ledger. The caller disposes it.</returns>
    public RunLedger OpenLedger() => RunLedger.Open(Settings.LedgerPath, LedgerAccess.Read, Time);

    private ServiceProvider BuildServices()
    {
        ServiceCollection services = new();
        services.AddLogging(logging => ConfigureLogging?.Invoke(logging));
        services.AddSingleton(Time);
        services.AddSingleton<ISessionProvider<TSession>>(Provider);
        IHoldfastBuilder holdfast = services.AddHoldfast(options =>
        {
            options.Recovery.BackoffBase = TimeSpan.Zero;
            options.Recovery.MaxRestarts = 1000;
            ConfigureSession?.Invoke(options);
        }).AddSession<TSession>().AddSessionHttp(options =>
        {
            options.BaseAddress = new Uri("https://site.test/");
            options.WhoAmI = static (_, _) => Task.FromResult(Identity.Member("ann"));
            options.LoginIsTransport = true;
            options.MaxRetries = 0;
            ConfigureHttp?.Invoke(options);
            options.StampRequests = true;
            options.PrimaryHandler = _wire;
        }).AddRunEngine().AddSqliteLedger();
        services.AddSingleton(new MomentObserver(_moments));
        services.AddSingleton<IRunObserver>(static provider => provider.GetRequiredService<MomentObserver>());
        Configure?.Invoke(holdfast);
        return services.BuildServiceProvider(validateScopes: true);
    }

    /// <summary>Deletes the folder.</summary>
    /// <returns>A task that has ended.</returns>
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _wire.Dispose();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}

/// <summary>A run of an action that makes API calls only.</summary>
/// <param name="site">Answers the action's calls in the place of the network, such as a <see cref="ScriptedSite"/>.</param>
public sealed class ScriptedRun(HttpMessageHandler site) : ScriptedRun<ScriptedTab>(site, static launch => new ScriptedTab(launch));
