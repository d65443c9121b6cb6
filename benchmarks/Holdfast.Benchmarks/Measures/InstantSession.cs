using Microsoft.Extensions.Options;

namespace Holdfast.Benchmarks;

/// <summary>A session without a browser, so that nothing but the library itself is measured.</summary>
internal sealed class InstantSession : ISupervisedSession<object>, ISessionProvider<object>
{
    private static readonly object s_driver = new();

    public static SessionManager<object> Manager() => new(new InstantSession(), Options.Create(new SessionOptions()));

    public Task<ISupervisedSession<object>> LaunchAsync(SessionLaunch launch, CancellationToken cancellationToken) =>
        Task.FromResult<ISupervisedSession<object>>(this);

    public Task<TResult> InvokeAsync<TResult>(Func<object, CancellationToken, Task<TResult>> work, CancellationToken cancellationToken) =>
        work(s_driver, cancellationToken);

    public Task LogInAsync(LoginContext login) => Task.CompletedTask;

    public Task<LoginSnapshot> CaptureLoginAsync(CancellationToken cancellationToken) => Task.FromResult(new LoginSnapshot([], "none", "en"));

    public Task RestoreLoginAsync(LoginSnapshot login, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task CanaryAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public TimeSpan? CommandAge => null;

    public IFaultTarget? Faults => null;

    public Task<ProbeResult> ProbeAsync(CancellationToken cancellationToken) => Task.FromResult(new ProbeResult(true, "always"));

    public Task<bool> TryReuseAsync(LossCause cause, CancellationToken cancellationToken) => Task.FromResult(true);

    public Verdict Classify(Exception exception) => Verdict.None;

    public Task<Verdict> ConfirmAsync(Verdict suspicion, CancellationToken cancellationToken) => Task.FromResult(Verdict.None);

    public Task EndAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
