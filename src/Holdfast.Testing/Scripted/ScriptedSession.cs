namespace Holdfast.Testing;

/// <summary>A browser that is not there: does what its provider's script says.</summary>
/// <typeparam name="TSession">What callers drive.</typeparam>
/// <remarks>Thread safe. Made by <see cref="ScriptedProvider{TSession}"/>.</remarks>
public sealed class ScriptedSession<TSession> : ISupervisedSession<TSession>
    where TSession : class
{
    private readonly ScriptedProvider<TSession> _script;
    private readonly SessionLaunch _launch;
    private readonly TSession _driver;
    private int _ended;

    internal ScriptedSession(ScriptedProvider<TSession> script, SessionLaunch launch, int number, TSession driver) =>
        (_script, _launch, Number, _driver) = (script, launch, number, driver);

    /// <summary>The ordinal of the launch, from 1.</summary>
    public int Number { get; }

    /// <summary>The generation that it was launched for, from 1.</summary>
    public int Generation => _launch.Generation;

    /// <summary>True once its end has really ended.</summary>
    public bool IsEnded => Volatile.Read(ref _ended) != 0;

    /// <inheritdoc/>
    public TimeSpan? CommandAge => _script.CommandAge?.Invoke();

    /// <inheritdoc/>
    public IFaultTarget? Faults => _script.Faults;

    /// <summary>This browser's watchers report something, also when it is not the newest any more.</summary>
    /// <param name="evidence">What they saw.</param>
    public void Report(Evidence evidence) => _launch.Evidence.Report(evidence);

    /// <inheritdoc/>
    public async Task<TResult> InvokeAsync<TResult>(Func<TSession, CancellationToken, Task<TResult>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        await _script.Invoke.RunAsync(cancellationToken).ConfigureAwait(false);
        return await work(_driver, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task LogInAsync(LoginContext login)
    {
        ArgumentNullException.ThrowIfNull(login);
        _script.NewestLogin = login;
        return StepAsync("log-in", _script.LogIn, login.CancellationToken);
    }

    /// <inheritdoc/>
    public Task<ShownPage?> LookAtPageAsync(CancellationToken cancellationToken) => Task.FromResult(_script.ShownPage);

    /// <inheritdoc/>
    public bool IsDriverFault(Exception exception) => _script.IsDriverFault(exception);

    /// <inheritdoc/>
    public async Task<LoginSnapshot> CaptureLoginAsync(CancellationToken cancellationToken)
    {
        await StepAsync("capture", _script.Capture, cancellationToken).ConfigureAwait(false);

        // A new object each time, as a browser gives: nothing may tell logins apart by reference.
        return _script.Captured(Number) with { };
    }

    /// <inheritdoc/>
    public Task RestoreLoginAsync(LoginSnapshot login, CancellationToken cancellationToken)
    {
        _script.NoteRestored(login);
        return StepAsync("restore-login", _script.Restore, cancellationToken);
    }

    /// <inheritdoc/>
    public Task ForgetLoginAsync(CancellationToken cancellationToken)
    {
        _script.Note("forget-login");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task CanaryAsync(CancellationToken cancellationToken) => StepAsync("canary", _script.Canary, cancellationToken);

    /// <inheritdoc/>
    public async Task<ProbeResult> ProbeAsync(CancellationToken cancellationToken)
    {
        await _script.Probe.RunAsync(cancellationToken).ConfigureAwait(false);
        return _script.ProbeAnswer;
    }

    /// <inheritdoc/>
    public async Task<bool> TryReuseAsync(LossCause cause, CancellationToken cancellationToken)
    {
        await StepAsync("reuse", _script.Reuse, cancellationToken).ConfigureAwait(false);
        return _script.CanReuse;
    }

    /// <inheritdoc/>
    public Verdict Classify(Exception exception) => _script.Classify(exception);

    /// <inheritdoc/>
    public Task<Verdict> ConfirmAsync(Verdict suspicion, CancellationToken cancellationToken) => _script.Confirm(suspicion, cancellationToken);

    /// <inheritdoc/>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        await StepAsync("end", _script.End, cancellationToken).ConfigureAwait(false);
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            _script.NoteEnded();
        }
    }

    private Task StepAsync(string name, ScriptedStep step, CancellationToken cancellationToken)
    {
        _script.Note(name);
        return step.RunAsync(cancellationToken);
    }
}
