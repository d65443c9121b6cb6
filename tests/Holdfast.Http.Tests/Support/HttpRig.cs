using Holdfast.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Http.Tests;

/// <summary>A real manager and a real chain of handlers, over a scripted browser.</summary>
internal sealed class HttpRig : IAsyncDisposable
{
    private HttpRig(ServiceProvider services, SessionLease lease, ScriptedProvider<ScriptedTab> browser)
    {
        Services = services;
        Lease = lease;
        Browser = browser;
        Http = services.GetRequiredService<SessionHttpClient>();
        Batch = Http.ForLease(lease);
    }

    public ServiceProvider Services { get; }

    public SessionLease Lease { get; }

    public ScriptedProvider<ScriptedTab> Browser { get; }

    public SessionHttpClient Http { get; }

    public LeasedHttp Batch { get; }

    public HttpClient Client => Batch.Client;

    public static async Task<HttpRig> StartAsync(
        TestSite site, Action<SessionHttpOptions>? configure = null, LoginSnapshot? login = null, Action<IServiceCollection>? services = null)
    {
        ServiceCollection collection = new();
        collection.AddLogging();
        services?.Invoke(collection);
        login ??= new LoginSnapshot(
            [new SessionCookie("sid", "s1", "127.0.0.1", "/", false, true, null, null)], "Browser/1.0", "de-DE,de;q=0.9");
        ScriptedProvider<ScriptedTab> browser = new(static launch => new ScriptedTab(launch)) { Captured = _ => login, CanReuse = true };
        collection.AddSingleton<ISessionProvider<ScriptedTab>>(browser);
        collection.AddHoldfast(options => options.Recovery.BackoffBase = TimeSpan.Zero).AddSession<ScriptedTab>().AddSessionHttp(options =>
        {
            options.BaseAddress = site.Address;
            options.WhoAmI = async (client, token) => Identity.Member(await client.GetStringAsync("/me", token));
            options.RetryDelay = TimeSpan.FromMilliseconds(1);
            configure?.Invoke(options);
        });
        ServiceProvider provider = collection.BuildServiceProvider(validateScopes: true);
        SessionManager<ScriptedTab> manager = provider.GetRequiredService<SessionManager<ScriptedTab>>();
        site.IsOpening = true;
        SessionLease lease = await manager.LeaseAsync(TestContext.Current.CancellationToken);
        site.IsOpening = false;
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
