using Holdfast.Selenium;
using OpenQA.Selenium;

namespace Holdfast.Benchmarks;

/// <summary>Chromium, with its probes and DevTools calls counted.</summary>
internal sealed class CountedProvider(ChromiumProvider inner) : ISessionProvider<IWebDriver>
{
    private ChromiumSession? _session;
    private int _probes;

    public int Probes => Volatile.Read(ref _probes);

    public int DevToolsCalls => _session!.Launched.Watch.Browser.Calls;

    public async Task<ISupervisedSession<IWebDriver>> LaunchAsync(SessionLaunch launch, CancellationToken cancellationToken)
    {
        _session = (ChromiumSession)await inner.LaunchAsync(launch, cancellationToken);
        return new Counted(this, _session);
    }

    private sealed class Counted(CountedProvider owner, ISupervisedSession<IWebDriver> session) : ISupervisedSession<IWebDriver>
    {
        public TimeSpan? CommandAge => session.CommandAge;

        public IFaultTarget? Faults => session.Faults;

        public Task<TResult> InvokeAsync<TResult>(Func<IWebDriver, CancellationToken, Task<TResult>> work, CancellationToken cancellationToken) =>
            session.InvokeAsync(work, cancellationToken);

        public Task LogInAsync(LoginContext login) => session.LogInAsync(login);

        public Task<LoginSnapshot> CaptureLoginAsync(CancellationToken cancellationToken) => session.CaptureLoginAsync(cancellationToken);

        public Task RestoreLoginAsync(LoginSnapshot login, CancellationToken cancellationToken) => session.RestoreLoginAsync(login, cancellationToken);

        public Task CanaryAsync(CancellationToken cancellationToken) => session.CanaryAsync(cancellationToken);

        public Task<ProbeResult> ProbeAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref owner._probes);
            return session.ProbeAsync(cancellationToken);
        }

        public Task<bool> TryReuseAsync(LossCause cause, CancellationToken cancellationToken) => session.TryReuseAsync(cause, cancellationToken);

        public Verdict Classify(Exception exception) => session.Classify(exception);

        public Task<Verdict> ConfirmAsync(Verdict suspicion, CancellationToken cancellationToken) => session.ConfirmAsync(suspicion, cancellationToken);

        public Task EndAsync(CancellationToken cancellationToken) => session.EndAsync(cancellationToken);
    }
}
