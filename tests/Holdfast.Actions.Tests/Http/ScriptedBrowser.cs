using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Actions.Tests.Http;

/// <summary>A browser without a browser: it has a login, and nothing else.</summary>
internal sealed class ScriptedBrowser(LoginSnapshot login) : ISessionProvider<ScriptedBrowser>, ISupervisedSession<ScriptedBrowser>
{
    public IReadOnlyList<LoginSnapshot> Restored => _restored;

    private readonly List<LoginSnapshot> _restored = [];

    public Task<ISupervisedSession<ScriptedBrowser>> LaunchAsync(SessionLaunch launch, CancellationToken cancellationToken) =>
        Task.FromResult<ISupervisedSession<ScriptedBrowser>>(this);

    public Task<TResult> InvokeAsync<TResult>(
        Func<ScriptedBrowser, CancellationToken, Task<TResult>> work, CancellationToken cancellationToken) => work(this, cancellationToken);

    public Task LogInAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<LoginSnapshot> CaptureLoginAsync(CancellationToken cancellationToken) => Task.FromResult(login with { });

    public Task RestoreLoginAsync(LoginSnapshot saved, CancellationToken cancellationToken)
    {
        _restored.Add(saved);
        return Task.CompletedTask;
    }

    public Task CanaryAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public TimeSpan? CommandAge => null;

    public IFaultTarget? Faults => null;

    public Task<ProbeResult> ProbeAsync(CancellationToken cancellationToken) => Task.FromResult(new ProbeResult(true, "scripted"));

    public Task<bool> TryReuseAsync(LossCause cause, CancellationToken cancellationToken) => Task.FromResult(true);

    public Verdict Classify(Exception exception) => Verdict.None;

    public Task<Verdict> ConfirmAsync(Verdict suspicion, CancellationToken cancellationToken) => Task.FromResult(suspicion);

    public Task EndAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>A real manager and a real chain of handlers, over a scripted browser.</summary>
internal sealed class HttpRig : IAsyncDisposable
{
    private HttpRig(ServiceProvider services, SessionLease lease, ScriptedBrowser browser)
    {
        Services = services;
        Lease = lease;
        Browser = browser;
        Http = services.GetRequiredService<SessionHttpClient>();
        Batch = Http.ForLease(lease);
    }

    public ServiceProvider Services { get; }

    public SessionLease Lease { get; }

    public ScriptedBrowser Browser { get; }

    public SessionHttpClient Http { get; }

    public LeasedHttp Batch { get; }

    public HttpClient Client => Batch.Client;

    public static async Task<HttpRig> StartAsync(
        TestSite site, Action<SessionHttpOptions>? configure = null, LoginSnapshot? login = null, Action<IServiceCollection>? services = null)
    {
        ServiceCollection collection = new();
        collection.AddLogging();
        services?.Invoke(collection);
        ScriptedBrowser browser = new(login ?? new LoginSnapshot(
            [new SessionCookie("sid", "s1", "127.0.0.1", "/", false, true, null, null)], "Browser/1.0", "de-DE,de;q=0.9"));
        collection.AddSingleton<ISessionProvider<ScriptedBrowser>>(browser);
        collection.AddHoldfast(options => options.Recovery.BackoffBase = TimeSpan.Zero).AddSession<ScriptedBrowser>().AddSessionHttp(options =>
        {
            options.BaseAddress = site.Address;
            options.WhoAmI = async (client, token) => Identity.Member(await client.GetStringAsync("/me", token));
            options.RetryDelay = TimeSpan.FromMilliseconds(1);
            configure?.Invoke(options);
        });
        ServiceProvider provider = collection.BuildServiceProvider(validateScopes: true);
        SessionManager<ScriptedBrowser> manager = provider.GetRequiredService<SessionManager<ScriptedBrowser>>();
        SessionLease lease = await manager.LeaseAsync(TestContext.Current.CancellationToken);
        site.Log.Clear();
        return new HttpRig(provider, lease, browser);
    }

    public Task<SessionLease> NextLeaseAsync() =>
        Services.GetRequiredService<ISessionManager>().LeaseAsync(TestContext.Current.CancellationToken);

    public void Kill() => Lease.ReportDeath(new Evidence(LossCause.BrowserExited, EvidenceStrength.Explicit, "test", "killed"));

    public async ValueTask DisposeAsync()
    {
        Batch.Dispose();
        await Services.DisposeAsync();
    }
}
