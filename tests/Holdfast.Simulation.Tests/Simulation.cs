using System.Net;
using Holdfast.Actions;
using Holdfast.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Simulation.Tests;

/// <summary>One run of an action, leg after leg, in a world in which a seed says what goes wrong.</summary>
internal sealed class Simulation : ICommitObserver, IAsyncDisposable
{
    private const int MostLegs = 60;

    private static readonly TimeSpan s_longestLeg = TimeSpan.FromHours(2);

    private readonly QuietClock _clock = new();
    private readonly FaultPlan _plan;
    private readonly SimulatedSite _site;
    private readonly ScriptedRun _run;
    private readonly ManualResetEventSlim _ledgerGoesOn = new();
    private readonly string? _folder;
    private readonly IAction _action;
    private readonly DeathBook _deaths = new();
    private ILedgerQueue? _ledger;
    private CancellationTokenSource _stop = new();
    private int _leg;
    private volatile bool _killed;
    private volatile bool _isFull;
    private volatile bool _isSlow;
    private volatile bool _ledgerWaits;

    public Simulation(int seed)
    {
        _plan = new FaultPlan(seed);
        _action = _plan.Number("action", 2) == 0 ? new GatherThings() : new SendThings();
        _site = new SimulatedSite(_plan, _clock) { IsCutOff = () => _killed, Strike = Strike };
        _run = new ScriptedRun(_site)
        {
            Time = _clock,
            ConfigureHttp = options =>
            {
                options.WhoAmI = async (http, token) =>
                {
                    using HttpResponseMessage answer = await http.GetAsync(new Uri("/me", UriKind.Relative), token);
                    return answer.IsSuccessStatusCode
                        ? Identity.Member("ann")
                        : answer.StatusCode == HttpStatusCode.Unauthorized ? Identity.Visitor("401") : Identity.Unknown("the site fails");
                };
                options.MaxRetries = _plan.Number("retries", 3);

                // No wait, no jitter: that is drawn by chance, and a run would not be the same twice.
                options.RetryDelay = TimeSpan.Zero;
            },
            ConfigureSession = options => options.Recovery.MaxTrialRestarts = 1000,
        };
        if (Directory.Exists("/dev/shm"))
        {
            // What is written there costs no disk, and a disk's slowness is the plan's.
            _folder = Directory.CreateDirectory(Path.Combine("/dev/shm", $"holdfast-simulation.{Environment.ProcessId}")).FullName;
            _run.Settings.LedgerPath = Path.Combine(_folder, $"{seed}.db");
        }

        _run.Settings.Concurrency = 4;
        _run.Settings.BatchSize = 1 + _plan.Number("batch", 8);
        _run.Settings.RetryDelay = TimeSpan.FromSeconds(1);
        _run.Configure = holdfast => holdfast.Services.AddSingleton<IRunObserver>(this);
        _run.Provider.LogIn.Do(_ => _site.LogIn());
        _run.Provider.Launch.Do(_ =>
        {
            ThrowIfKilled();
            _run.Provider.Probe.Succeed();
        });
    }

    /// <summary>What was asked and what was answered.</summary>
    public IReadOnlyList<string> Trace => [.. _site.Trace.Order(StringComparer.Ordinal)];

    /// <summary>Runs it to its end.</summary>
    /// <returns>Every broken promise.</returns>
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        QuietDrive drive = new(_clock, () => _ledger is not { IsIdle: false } || _ledgerWaits);
        while (++_leg <= MostLegs)
        {
            _killed = _isFull = _isSlow = false;
            _stop.Dispose();
            _stop = new CancellationTokenSource();
            _clock.Skip(TimeSpan.FromSeconds(1));
            _deaths.Begin(_clock.GetUtcNow());
            RunReport report;
            try
            {
                report = await QuietDrive.RunAsync(drive, () => _run.RunUntilAsync(_action, _stop.Token), s_longestLeg);
            }
            catch (Exception exception) when (_killed && exception is not TimeoutException)
            {
                _site.Note($"leg {_leg}: killed ({exception.GetType().Name})");
                continue;
            }

            _site.Note($"leg {_leg}: {report.End} {report.Reason}");
            switch (report.End)
            {
                case RunEnd.Completed:
                case RunEnd.CompletedWithGaps when _site.Poison is not null && report.Summary.Missing == 1:
                    return [.. RunInvariants.Broken(_run, _action, report, _site, _deaths)];
                case RunEnd.CompletedWithGaps:
                    GiveTheWord();
                    break;
                case RunEnd.DiskFull or RunEnd.SiteFailing or RunEnd.ListingIncomplete or RunEnd.SiteUnreachable:
                    break;
                case RunEnd.Stopped when _killed:
                    break;
                default:
                    return [$"leg {_leg} ended as {report.End}: {report.Reason}"];
            }
        }

        return [$"not complete after {MostLegs} legs"];
    }

    public async ValueTask DisposeAsync()
    {
        await _run.DisposeAsync();
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }

        _site.Dispose();
        _ledgerGoesOn.Dispose();
        _stop.Dispose();
    }

    /// <inheritdoc/>
    public void Opened(ILedgerQueue ledger)
    {
        ledger.Before = ThrowIfKilled;
        _ledger = ledger;
    }

    /// <inheritdoc/>
    public void Observe(RunEvent happened)
    {
    }

    private void Strike(FaultKind fault)
    {
        switch (fault)
        {
            case FaultKind.DeathBefore or FaultKind.DeathAfter:
                if (!_killed)
                {
                    _deaths.Add(_leg, _run.Provider.Last.Generation);
                    _run.Provider.Die();
                }

                break;
            case FaultKind.Hang:
                _ = _run.Provider.Probe.Hang();
                break;
            case FaultKind.Kill:
                _killed = true;
                _deaths.Kill(_leg);
                _stop.Cancel();
                break;
            case FaultKind.DiskFull:
                _isFull = true;
                break;
            case FaultKind.SlowLedger:
                _isSlow = true;
                break;
        }
    }

    /// <summary>What killed too many sessions waits for a person, who says: once more.</summary>
    private void GiveTheWord()
    {
        using RunLedger ledger = RunLedger.Open(_run.Settings.LedgerPath, LedgerAccess.ReadWrite, _clock);
        if (_action is GatherThings)
        {
            _ = ledger.Release(_action.Name);
            return;
        }

        foreach (StoredEffect effect in ledger.ReadEffects(state: EffectState.Failed))
        {
            _ = ledger.ResolveEffect(_action.Name, effect.Key, EffectDecision.Retry);
        }
    }

    private void ThrowIfKilled()
    {
        if (_killed)
        {
            throw new JobKilledException();
        }
    }

    /// <inheritdoc/>
    public void Committing(CommitKind kind)
    {
        if (kind != CommitKind.Outcome)
        {
            return;
        }

        ThrowIfKilled();
        if (_isFull)
        {
            throw new LedgerException(LedgerFault.DiskFull, _run.Settings.LedgerPath, "the disk is full");
        }

        if (_isSlow)
        {
            _isSlow = false;
            _ledgerGoesOn.Reset();
            using ITimer timer = _clock.CreateTimer(
                _ =>
                {
                    // From here on the ledger has something to do, although its thread does not run yet.
                    _ledgerWaits = false;
                    _ledgerGoesOn.Set();
                },
                null,
                TimeSpan.FromSeconds(3),
                Timeout.InfiniteTimeSpan);
            _ledgerWaits = true;
            _ledgerGoesOn.Wait();
            ThrowIfKilled();
        }
    }
}
