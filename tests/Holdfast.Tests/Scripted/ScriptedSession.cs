namespace Holdfast.Tests;

internal sealed class ScriptedSession(ScriptedProvider script, SessionLaunch launch, int number) : ISupervisedSession<Gadget>
{
    private readonly Gadget _gadget = new(number);
    private int _ended;

    public int Generation => launch.Generation;

    public TimeSpan? CommandAge => script.CommandAge?.Invoke();

    public IFaultTarget? Faults => null;

    public bool IsEnded => Volatile.Read(ref _ended) != 0;

    public void Report(Evidence evidence) => launch.Evidence.Report(evidence);

    public Task<TResult> InvokeAsync<TResult>(Func<Gadget, CancellationToken, Task<TResult>> work, CancellationToken cancellationToken) =>
        work(_gadget, cancellationToken);

    public Task LogInAsync(CancellationToken cancellationToken) => StepAsync("log-in", script.LogIn, cancellationToken);

    public async Task<LoginSnapshot> CaptureLoginAsync(CancellationToken cancellationToken)
    {
        await StepAsync("capture", script.Capture, cancellationToken);
        SessionCookie cookie = new("sid", $"s{number}", "site.test", "/", true, true, null, null);
        return new LoginSnapshot([cookie], "agent", "en");
    }

    public Task RestoreLoginAsync(LoginSnapshot login, CancellationToken cancellationToken)
    {
        script.Restored.Enqueue(login);
        return StepAsync("restore-login", script.Restore, cancellationToken);
    }

    public Task CanaryAsync(CancellationToken cancellationToken) => StepAsync("canary", script.Canary, cancellationToken);

    public async Task<ProbeResult> ProbeAsync(CancellationToken cancellationToken)
    {
        await script.Probe.RunAsync(cancellationToken);
        return script.ProbeAnswer;
    }

    public async Task<bool> TryReuseAsync(LossCause cause, CancellationToken cancellationToken)
    {
        await StepAsync("reuse", script.Reuse, cancellationToken);
        return script.CanReuse;
    }

    public Verdict Classify(Exception exception) => script.Classify(exception);

    public Task<Verdict> ConfirmAsync(Verdict suspicion, CancellationToken cancellationToken) => script.Confirm(suspicion, cancellationToken);

    public async Task EndAsync(CancellationToken cancellationToken)
    {
        script.Journal.Enqueue("end");
        await script.End.RunAsync(cancellationToken);
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            script.Ended();
        }
    }

    private Task StepAsync(string name, Step step, CancellationToken cancellationToken)
    {
        script.Journal.Enqueue(name);
        return step.RunAsync(cancellationToken);
    }
}
