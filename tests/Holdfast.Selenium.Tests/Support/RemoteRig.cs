using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using OpenQA.Selenium;

namespace Holdfast.Selenium.Tests;

/// <summary>A manager with one remote session, behind a proxy.</summary>
internal sealed class RemoteRig : ISessionProvider<IWebDriver>, IIncidentSink, IAsyncDisposable
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(30);

    private readonly RemoteProvider _provider;
    private readonly Channel<(Incident Incident, long At)> _opened = Channel.CreateUnbounded<(Incident, long)>();

    private RemoteRig(TestHub hub, RemoteOptions options, SessionOptions session)
    {
        Hub = hub;
        _provider = new RemoteProvider(options);
        Manager = new SessionManager<IWebDriver>(this, Microsoft.Extensions.Options.Options.Create(session), sinks: [this]);
    }

    public TestHub Hub { get; }

    public SessionManager<IWebDriver> Manager { get; }

    /// <summary>The newest session.</summary>
    public RemoteSession Session { get; private set; } = null!;

    /// <summary>Each incident as it was last written, by generation.</summary>
    public ConcurrentDictionary<int, Incident> Incidents { get; } = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<RemoteRig> StartAsync(Action<RemoteOptions>? configure = null, Action<SessionOptions>? supervise = null)
    {
        TestHub hub = await TestHub.StartAsync();
        SessionOptions session = new();
        supervise?.Invoke(session);
        RemoteRig rig = new(hub, hub.Options(configure), session);
        try
        {
            _ = await rig.LeaseAsync();
            return rig;
        }
        catch (Exception)
        {
            // Nobody else would end the hub.
            await rig.DisposeAsync();
            throw;
        }
    }

    public async Task<ISupervisedSession<IWebDriver>> LaunchAsync(SessionLaunch launch, CancellationToken cancellationToken)
    {
        ISupervisedSession<IWebDriver> session = await _provider.LaunchAsync(launch, cancellationToken);
        Session = (RemoteSession)session;
        return session;
    }

    public Task RecordAsync(Incident incident, CancellationToken cancellationToken)
    {
        if (Incidents.TryAdd(incident.Generation, incident))
        {
            _ = _opened.Writer.TryWrite((incident, Stopwatch.GetTimestamp()));
        }

        Incidents[incident.Generation] = incident;
        return Task.CompletedTask;
    }

    public Task<SessionLease<IWebDriver>> LeaseAsync() => Manager.LeaseAsync(Token).WaitAsync(s_deadline, Token);

    /// <summary>The next death, and when it was noticed.</summary>
    public async Task<(Incident Incident, long At)> DeathAsync() => await _opened.Reader.ReadAsync(Token).AsTask().WaitAsync(s_deadline, Token);

    public async Task<string> TitleAsync() => await (await LeaseAsync()).UseAsync(driver => driver.Title, Token).AsTask().WaitAsync(s_deadline, Token);

    /// <summary>Starts a script that runs so long, and returns once the driver has it.</summary>
    public async Task<Task> StartScriptAsync(TimeSpan length)
    {
        SessionLease<IWebDriver> lease = await LeaseAsync();
        await lease.UseAsync(driver => driver.Url = "data:text/html,<title>page</title>", Token);
        long before = Session.Launched.Commands.LastSent;
        Task script = lease.UseAsync(
            driver => ((IJavaScriptExecutor)driver).ExecuteAsyncScript("setTimeout(arguments[1], arguments[0])", length.TotalMilliseconds), Token).AsTask();
        await UntilAsync(() => Task.FromResult(Session.Launched.Commands.LastSent != before));

        // It queues what comes later: a question that waits shows that it runs.
        await UntilAsync(async () =>
        {
            using CancellationTokenSource limit = new(TimeSpan.FromMilliseconds(50));
            return (await Hub.Client.WindowsAsync(Session.Launched.Id, limit.Token)).Kind == HubAnswerKind.Silence;
        });
        return script;
    }

    /// <summary>Waits until the session's own connection is there.</summary>
    public Task WhenConnectedAsync() => UntilAsync(() => Task.FromResult(!Session.Launched.Watch.IsBlind && Session.Launched.Watch.Resolved.IsCompleted));

    public static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        long started = Stopwatch.GetTimestamp();
        while (!await isSo())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < s_deadline, "what was waited for did not come");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Manager.DisposeAsync();
        await _provider.DisposeAsync();
        await Hub.DisposeAsync();
    }
}
