namespace Holdfast.Testing.Tests;

/// <summary>The state machine that a manager promises to be, beside a real one: plays a step on both and compares.</summary>
internal sealed class ManagerModel : IAsyncDisposable
{
    private readonly ScriptedManager<ScriptedTab> _rig = new(launch => new ScriptedTab(launch));
    private readonly List<SessionLease<ScriptedTab>> _leases = [];
    private readonly List<Task<bool>> _inFlight = [];
    private int _launchFailures;
    private int _canaryFailures;
    private bool _silent;
    private int _deaths;

    private ManagerModel()
    {
        _rig.Options.Recovery.MaxRestarts = 1000;
        _rig.Provider.Launch.Do(_ => FailIf(ref _launchFailures));
        _rig.Provider.Canary.Do(_ => FailIf(ref _canaryFailures));
    }

    private SessionLease<ScriptedTab> Current => _leases[^1];

    public static async Task RunAsync(IEnumerable<ManagerStep> steps)
    {
        await using ManagerModel model = new();
        model._leases.Add(await model._rig.LeaseAsync());
        foreach (ManagerStep step in steps)
        {
            await model.PlayAsync(step);
            await model.CompareAsync();
        }

        await model._rig.DisposeAsync();
        await model.CompareClosedAsync();
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    private async Task PlayAsync(ManagerStep step)
    {
        switch (step)
        {
            case ManagerStep.Lease:
                Assert.Same(Current, await _rig.LeaseAsync());
                break;
            case ManagerStep.Call:
                Assert.True(await Current.GuardAsync(_ => new ValueTask<bool>(true), CancellationToken.None));
                break;
            case ManagerStep.BeginCall:
                _inFlight.Add(Current.GuardAsync(_ => new ValueTask<bool>(new TaskCompletionSource<bool>().Task), CancellationToken.None).AsTask());
                break;
            case ManagerStep.CallOnTheLost when _leases.Count > 1:
                bool sent = false;
                await Assert.ThrowsAsync<SessionLostException>(() =>
                    _leases[^2].GuardAsync(_ => new ValueTask<bool>(sent = true), CancellationToken.None).AsTask());
                Assert.False(sent, "a call was admitted after the latch");
                break;
            case ManagerStep.Die:
                await DieAsync(new Evidence(LossCause.TabLost, EvidenceStrength.Explicit, "a", ""));
                break;
            case ManagerStep.DieOfManySigns:
                await DieAsync(
                    new Evidence(LossCause.DriverExited, EvidenceStrength.Inferred, "a", ""),
                    new Evidence(LossCause.BrowserExited, EvidenceStrength.Connection, "b", ""),
                    new Evidence(LossCause.BrowserExited, EvidenceStrength.Process, "c", ""));
                break;
            case ManagerStep.LateReport when _leases.Count > 1:
                _leases[^2].ReportDeath(new Evidence(LossCause.BrowserExited, EvidenceStrength.Explicit, "late", ""));
                _rig.Provider.Sessions[0].Report(new Evidence(LossCause.BrowserExited, EvidenceStrength.Explicit, "late", ""));
                break;
            case ManagerStep.FailLaunch:
                _launchFailures++;
                break;
            case ManagerStep.FailCanary:
                _canaryFailures++;
                break;
            case ManagerStep.Silence:
                (_silent, _rig.Provider.ProbeAnswer) = (true, new ProbeResult(false, "no answer") { Stuck = SessionLayer.Browser });
                break;
            case ManagerStep.Answer:
                (_silent, _rig.Provider.ProbeAnswer) = (false, new ProbeResult(true, ""));
                break;
            case ManagerStep.PassSecond:
                await PassAsync(TimeSpan.FromSeconds(1), fewest: 0);
                break;
            case ManagerStep.PassLong:
                await PassAsync(TimeSpan.FromSeconds(70), fewest: 1);
                break;
            case ManagerStep.Sleep:
                _rig.Clock.Sleep(TimeSpan.FromHours(1));
                break;
            default:
                // A step that needs a lost generation, before there is one.
                break;
        }
    }

    private async Task DieAsync(params Evidence[] signs)
    {
        foreach (Evidence sign in signs)
        {
            _rig.Provider.Last.Report(sign);
        }

        _deaths++;
        await PassAsync(_rig.Options.ConfirmTimeout, fewest: 0);
    }

    /// <summary>Only silence may end a generation while time passes.</summary>
    private async Task PassAsync(TimeSpan span, int fewest)
    {
        await _rig.Clock.AdvanceThroughAsync(span, () => _rig.NextStep);
        await RealDeadline.Until(() =>
        {
            bool open = _rig.Manager.Health.State is SessionState.Alive or SessionState.Unresponsive;
            if (!open && _rig.Clock.NextWait is { TotalSeconds: <= 1 } next)
            {
                // Calls that ignore their token are waited for before the next generation logs in.
                _rig.Clock.Advance(next);
            }

            return open;
        });
        int found = _rig.Manager.Health.Deaths - _deaths;
        Assert.InRange(found, _silent ? fewest : 0, _silent ? 3 : 0);
        _deaths += found;
    }

    /// <summary>One incident, one recovery and one generation for each death; one browser; every earlier generation lost.</summary>
    private async Task CompareAsync()
    {
        SessionLease<ScriptedTab> lease = await _rig.LeaseAsync();
        if (lease != Current)
        {
            _leases.Add(lease);
            foreach (Task<bool> call in _inFlight)
            {
                await Assert.ThrowsAsync<SessionLostException>(() => call.InTime());
            }

            _inFlight.Clear();
        }

        SessionHealth health = _rig.Manager.Health;
        Assert.Equal((_deaths, _deaths + 1, _deaths + 1), (health.Deaths, health.Generation, lease.Generation));
        Assert.False(lease.IsLost);
        Assert.Equal(1, _rig.Provider.Running);
        Assert.All(_leases.SkipLast(1), old => Assert.True(old.IsLost));
    }

    private async Task CompareClosedAsync()
    {
        Assert.Equal(0, _rig.Provider.Running);
        await Assert.ThrowsAsync<SessionUnavailableException>(_rig.LeaseAsync);
        Assert.True(Current.IsLost);
        Assert.Equal(Enumerable.Range(1, _deaths), _rig.Incidents.Incidents.Select(incident => incident.Generation));
        Assert.All(_rig.Incidents.Incidents, incident => Assert.Equal(IncidentOutcome.Recovered, incident.Outcome));
    }

    private static void FailIf(ref int failures)
    {
        if (failures > 0)
        {
            failures--;
            throw new InvalidOperationException("scripted");
        }
    }
}
