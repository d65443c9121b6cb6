using CsCheck;

namespace Holdfast.Testing.Tests;

/// <summary>However many report a death, and whenever, one recovery comes of it, and everyone who waits gets the next generation.</summary>
public sealed class SingleFlightPropertyTests
{
    private static readonly Gen<FlightStep[]> s_steps = Gen.Enum<FlightStep>().Array[1, 12];

    public enum FlightStep
    {
        /// <summary>Somebody reports that the generation which the workers hold is dead.</summary>
        Report,

        /// <summary>Several do, on threads of their own.</summary>
        ReportTogether,

        /// <summary>A worker asks for a living generation.</summary>
        Ask,

        /// <summary>The recovery that is under way, if any, comes to its end.</summary>
        Finish,
    }

    [Fact]
    public Task Manager_AnyOrder_OneRecoveryForEachDeath() => s_steps.SampleAsync(steps => RunAsync(steps, new Real()), iter: 300, threads: 1);

    /// <summary>The planted bug: whoever sees that nobody recovers yet begins to, and says so a moment later.</summary>
    [Fact]
    public async Task AnyWorkerMayRecover_TheSameProperty_FindsTheSecondRecovery() =>
        Assert.Contains("recoveries of", (await Assert.ThrowsAsync<CsCheckException>(
            () => s_steps.SampleAsync(steps => RunAsync(steps, new AnyWorker()), iter: 300, threads: 1))).ToString(), StringComparison.Ordinal);

    private static async Task RunAsync(FlightStep[] steps, ISubject subject)
    {
        await using (subject)
        {
            await subject.OpenAsync();
            List<Task> askers = [];
            foreach (FlightStep step in steps)
            {
                switch (step)
                {
                    case FlightStep.Report:
                        subject.Report();
                        break;
                    case FlightStep.ReportTogether:
                        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(subject.Report)));
                        break;
                    case FlightStep.Ask:
                        askers.Add(subject.AskAsync());
                        break;
                    default:
                        await subject.FinishAsync();
                        break;
                }
            }

            await subject.FinishAsync();
            await Task.WhenAll(askers).InTime();
            Assert.True(subject.Recoveries == subject.Deaths, $"{subject.Recoveries} recoveries of {subject.Deaths} deaths");
        }
    }

    private interface ISubject : IAsyncDisposable
    {
        int Recoveries { get; }

        int Deaths { get; }

        Task OpenAsync();

        void Report();

        Task AskAsync();

        Task FinishAsync();
    }

    private sealed class Real : ISubject
    {
        private readonly ScriptedManager<ScriptedTab> _rig = new(launch => new ScriptedTab(launch));
        private SessionLease _held = null!;
        private TaskCompletionSource _release = new();

        public int Recoveries => _rig.Provider.Launch.Calls - 1;

        public int Deaths => _rig.Manager.Health.Deaths;

        public async Task OpenAsync()
        {
            _rig.Options.Recovery.MaxRestarts = 1000;
            _held = await _rig.LeaseAsync();
            _release = _rig.Provider.Launch.Hang();
        }

        public void Report() => _held.ReportDeath(new Evidence(LossCause.BrowserExited, EvidenceStrength.Explicit, "test", ""));

        public Task AskAsync() => _rig.LeaseAsync();

        public async Task FinishAsync()
        {
            TaskCompletionSource before = _release;
            if (_held.IsLost)
            {
                await _rig.Provider.Launch.CalledAsync(_rig.Manager.Health.Deaths + 1);
            }

            _release = _rig.Provider.Launch.Hang();
            before.SetResult();
            _held = await _rig.LeaseAsync();
        }

        public async ValueTask DisposeAsync()
        {
            _release.SetResult();
            await _rig.DisposeAsync();
        }
    }

    private sealed class AnyWorker : ISubject
    {
        private readonly Lock _lock = new();
        private readonly List<TaskCompletionSource> _recovering = [];
        private bool _isRecovering;
        private bool _dead;

        public int Recoveries { get; private set; }

        public int Deaths { get; private set; }

        public Task OpenAsync() => Task.CompletedTask;

        public void Report()
        {
            lock (_lock)
            {
                Deaths += _dead ? 0 : 1;
                _dead = true;
                if (!_isRecovering)
                {
                    // The flag follows when the new browser is there.
                    _recovering.Add(new TaskCompletionSource());
                }
            }
        }

        public Task AskAsync() => Task.CompletedTask;

        public Task FinishAsync()
        {
            _isRecovering = true;
            Recoveries += _recovering.Count;
            _recovering.Clear();
            (_isRecovering, _dead) = (false, false);
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
