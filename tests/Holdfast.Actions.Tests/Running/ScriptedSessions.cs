namespace Holdfast.Actions.Tests.Running;

/// <summary>What the scripted sessions drive: nothing.</summary>
internal sealed class Tab;

/// <summary>Launches sessions without a browser. Killing one goes the way that a watcher's evidence goes.</summary>
internal sealed class ScriptedSessions : ISessionProvider<Tab>
{
    private volatile SessionLaunch? _newest;
    private int _launches;

    public int Launches => Volatile.Read(ref _launches);

    /// <summary>Called in each login with the generation that logs in.</summary>
    public Func<int, CancellationToken, Task>? LogIn { get; set; }

    public Task<ISupervisedSession<Tab>> LaunchAsync(SessionLaunch launch, CancellationToken cancellationToken)
    {
        _newest = launch;
        Interlocked.Increment(ref _launches);
        return Task.FromResult<ISupervisedSession<Tab>>(new Session(this, launch.Generation));
    }

    /// <summary>The newest session's browser is gone.</summary>
    public void Kill() => _newest!.Evidence.Report(new Evidence(LossCause.BrowserExited, EvidenceStrength.Process, "test", "killed"));

    private sealed class Session(ScriptedSessions script, int generation) : ISupervisedSession<Tab>
    {
        private static readonly LoginSnapshot s_login = new(
            [new SessionCookie("sid", "s1", "127.0.0.1", "/", false, true, null, null)], "Browser/1.0", "en");

        public Task<TResult> InvokeAsync<TResult>(Func<Tab, CancellationToken, Task<TResult>> work, CancellationToken cancellationToken) =>
            work(new Tab(), cancellationToken);

        public Task LogInAsync(CancellationToken cancellationToken) => script.LogIn?.Invoke(generation, cancellationToken) ?? Task.CompletedTask;

        public Task<LoginSnapshot> CaptureLoginAsync(CancellationToken cancellationToken) => Task.FromResult(s_login with { });

        // Each generation logs in, so that deaths during the login can be scripted.
        public Task RestoreLoginAsync(LoginSnapshot login, CancellationToken cancellationToken) =>
            Task.FromException(new InvalidOperationException("this browser takes no cookies back"));

        public Task CanaryAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public TimeSpan? CommandAge => null;

        public IFaultTarget? Faults => null;

        public Task<ProbeResult> ProbeAsync(CancellationToken cancellationToken) => Task.FromResult(new ProbeResult(true, "scripted"));

        public Task<bool> TryReuseAsync(LossCause cause, CancellationToken cancellationToken) => Task.FromResult(false);

        public Verdict Classify(Exception exception) => Verdict.None;

        public Task<Verdict> ConfirmAsync(Verdict suspicion, CancellationToken cancellationToken) => Task.FromResult(suspicion);

        public Task EndAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
