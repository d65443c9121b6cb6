using System.Globalization;
using Holdfast.Actions;
using Holdfast.Testing;

namespace Holdfast.Simulation.Tests;

/// <summary>Runs of one action, leg after leg, in a world in which a seed says what goes wrong. In a process whose pool has one thread.</summary>
internal sealed class Simulation : IDisposable
{
    private const int MostLegs = 150;

    private static readonly TimeSpan s_longestLeg = TimeSpan.FromHours(6);

    private readonly World _world;
    private readonly SimulatedAction _action;
    private readonly string _folder;
    private readonly int _rounds;
    private SimulatedJob? _job;
    private CancellationTokenSource _stop = new();
    private bool _isKilled;
    private bool _isStopped;
    private bool _isLastRound;

    /// <summary>Makes a world.</summary>
    /// <param name="seed">Says what is in it, and what goes wrong.</param>
    /// <param name="folder">Where its ledger is; deleted with it.</param>
    /// <param name="isCareless">True to run <see cref="CarelessThings"/>, which have a bug that shows in some orders only.</param>
    public Simulation(int seed, string folder, bool isCareless = false)
    {
        FaultPlan plan = new(seed);
        _world = new World(seed, hasPoison: SimulatedAction.MayBePoisoned(plan));
        _action = isCareless ? SimulatedAction.Careless(_world) : SimulatedAction.Of(_world);
        _rounds = 1 + plan.Number("rounds", 2);
        _folder = Directory.CreateDirectory(Path.Combine(folder, seed.ToString(CultureInfo.InvariantCulture))).FullName;
        NewLedger.Make(folder, LedgerPath, _world.Clock);
        _world.Site.Strike = Strike;
        _world.Desk.Kill = Kill;
        _world.Mirror.Kill = Kill;
    }

    /// <summary>Everything that happened.</summary>
    public IReadOnlyList<string> Trace => _world.Book.Trace;

    /// <summary>True when somebody saw what should not have been: nothing more need happen.</summary>
    private bool IsBroken => _world.Book.Complaints.Count > 0;

    private string LedgerPath => Path.Combine(_folder, "run.db");

    /// <summary>Runs it to its end.</summary>
    /// <returns>Every broken promise.</returns>
    public IReadOnlyList<string> Run()
    {
        for (int round = 1; round <= _rounds; round++)
        {
            _isLastRound = round == _rounds;
            _action.Begin();
            if (RunRound() is { } broken)
            {
                return [.. _world.Book.Complaints, broken];
            }

            if (IsBroken)
            {
                return _world.Book.Complaints;
            }

            _action.Listed(_world.Items.Keys);
            if (!_isLastRound)
            {
                _world.Items.Shake(_action.KnowsWhatIsGone);
            }
        }

        using RunLedger ledger = RunLedger.Open(LedgerPath, LedgerAccess.Read, _world.Clock);
        return
        [
            .. _world.Book.Complaints,
            .. SessionInvariants.Broken(ledger, _world),
            .. AccountInvariants.Broken(ledger, _action),
            .. _action.Broken(ledger),
        ];
    }

    public void Dispose()
    {
        _stop.Dispose();
        _world.Site.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Runs legs until one has brought a run to its end.</summary>
    /// <returns>What should not have been; null when all went well, and when somebody saw what should not have been.</returns>
    private string? RunRound()
    {
        while (_world.Book.Leg < MostLegs && !IsBroken)
        {
            switch (RunLeg())
            {
                case null:
                    _world.Site.ForgetPausesAfter(_world.Desk.PausesKept);
                    break;
                case { End: RunEnd.Completed }:
                    return null;
                case { End: RunEnd.CompletedWithGaps, Summary: { Missing: 1, Waiting.Count: 0 } } when _world.Items.Poison is not null:
                    return null;
                case { End: RunEnd.CompletedWithGaps }:
                    GiveTheWord();
                    break;
                case { End: RunEnd.DiskFull or RunEnd.SiteFailing or RunEnd.ListingIncomplete or RunEnd.SiteUnreachable }:
                case { End: RunEnd.Stopped } when _isStopped:
                    break;
                case { } report:
                    return $"leg {_world.Book.Leg} ended as {report.End}: {report.Reason}";
            }
        }

        return IsBroken ? null : $"it was not complete after {MostLegs} legs";
    }

    /// <returns>Null when it was killed, or is over because of what somebody saw.</returns>
    private RunReport? RunLeg()
    {
        _isKilled = _isStopped = false;
        _stop.Dispose();
        _stop = new CancellationTokenSource();
        _world.Clock.Stop(TimeSpan.FromSeconds(1));
        _world.Book.Begin();
        _world.Site.Begin();
        _world.Book.Note($"leg {_world.Book.Leg}");
        Task<RunReport>? running = null;
        ThreadPool.UnsafeQueueUserWorkItem(_ => running = StartAsync(), null);
        _world.Turns.Run(() => _isKilled || IsBroken || running is { IsCompleted: true }, s_longestLeg);
        _world.Clock.Kill();
        if (_isKilled || running is not { IsCompleted: true })
        {
            _world.Book.Note("killed");
            _job!.Kill();
            _world.Browsers.Kill();
            _world.Site.Trials.Forget();
            return null;
        }

        RunReport report = running!.GetAwaiter().GetResult();
        if (report.End == RunEnd.CompletedWithGaps)
        {
            // What killed too many sessions has been set aside, and is no suspect any more.
            _world.Site.Trials.Forget();
        }

        _world.Book.Note($"ended as {report.End}: {report.Reason}");
        return report;
    }

    private async Task<RunReport> StartAsync()
    {
        _job = new SimulatedJob(_world, _action.AddSinks);
        return await _job.RunAsync(_world, _action.Action, Settings(), _stop.Token);
    }

    private RunSettings Settings() => new()
    {
        LedgerPath = LedgerPath,
        Concurrency = _world.Plan.Number("concurrency", 4) == 0 ? 1 : 4,
        BatchSize = 1 + _world.Plan.Number("batch", 8),
        BatchTimeout = TimeSpan.FromMinutes(3),
        MinFreeBytes = 0,

        // Longer than the site ever takes, as it must be.
        SettleTime = SimulatedSite.Longest + TimeSpan.FromSeconds(2),
    };

    private void Strike(FaultKind fault, ScriptedSession<ScriptedTab>? browser)
    {
        switch (fault)
        {
            case FaultKind.DeathBefore or FaultKind.DeathAfter:
                _world.Browsers.Die(browser);
                break;
            case FaultKind.Hang or FaultKind.DriverHang:
                _world.Browsers.Hang(browser, driverOnly: fault == FaultKind.DriverHang);
                break;
            case FaultKind.LogOut:
                _world.Browsers.Forget();
                break;
            case FaultKind.Change when !_isLastRound && _action.KnowsWhatIsGone:
                _world.Items.Shake(goes: true);
                break;
            case FaultKind.Stop:
                _isStopped = true;
                _stop.Cancel();
                break;
            case FaultKind.Kill:
                Kill();
                break;
            case FaultKind.Suspension or FaultKind.Sleep:
                Suspend(fault == FaultKind.Sleep);
                break;
        }
    }

    private void Kill()
    {
        _isKilled = true;
        _world.Book.Kill();
    }

    private void Suspend(bool asleep)
    {
        TimeSpan span = TimeSpan.FromSeconds(5) + _world.Plan.Time("span", _world.Book.Leg, TimeSpan.FromMinutes(3));
        if (asleep)
        {
            _world.Clock.Sleep(span);
        }
        else
        {
            _world.Clock.Stop(span);
        }

        _world.Book.Suspend(_world.Browsers.Living, asleep);
        _world.Book.Note(string.Create(CultureInfo.InvariantCulture, $"{(asleep ? "slept" : "stood still")} for {span.TotalSeconds:0.0} s"));
    }

    /// <summary>What waits for a person. It is asked when nothing is on its way any more.</summary>
    private void GiveTheWord()
    {
        _world.Turns.Run(() => _world.Site.OnTheWay == 0, s_longestLeg);
        using RunLedger ledger = RunLedger.Open(LedgerPath, LedgerAccess.ReadWrite, _world.Clock);
        _action.GiveTheWord(ledger);
    }
}
