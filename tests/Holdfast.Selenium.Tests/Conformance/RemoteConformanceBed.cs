using System.Diagnostics;
using Holdfast.Testing;
using OpenQA.Selenium;

namespace Holdfast.Selenium.Tests;

/// <summary>The suite on real remote sessions, behind a proxy that can cut the way.</summary>
internal sealed class RemoteConformanceBed : ISessionProvider<IWebDriver>, IAsyncDisposable
{
    // A hub ends a session whose browser was stopped, or whose command still ran, when it can.
    private static readonly TimeSpan s_endLimit = TimeSpan.FromSeconds(60);

    private readonly ForgetfulSite _site = new();
    private RemoteProvider? _provider;

    private RemoteConformanceBed(TestHub hub)
    {
        Hub = hub;

        // An idle session is asked soon, so that a row is measured in seconds.
        Suite = new ConformanceSuite<IWebDriver>(this, ConformancePage.Options(
            _site,
            TimeSpan.FromSeconds(30),
            session => session.HeartbeatInterval = TimeSpan.FromSeconds(1),
            WhenBusyAsync,
            CountLeftBehindAsync));
    }

    public TestHub Hub { get; }

    public ConformanceSuite<IWebDriver> Suite { get; }

    /// <summary>The newest session.</summary>
    public RemoteSession Session { get; private set; } = null!;

    public static async Task<RemoteConformanceBed> StartAsync() => new(await TestHub.StartAsync());

    public async Task<ISupervisedSession<IWebDriver>> LaunchAsync(SessionLaunch launch, CancellationToken cancellationToken)
    {
        _provider ??= new RemoteProvider(Hub.Options(options =>
        {
            options.UnreachableLimit = new RemoteOptions().UnreachableLimit;
            options.LogIn = (_, _) => _site.RememberAsync();
            options.LogOut = (_, _) => _site.ForgetAsync();
        }));
        ISupervisedSession<IWebDriver> session = await _provider.LaunchAsync(launch, cancellationToken);
        Session = (RemoteSession)session;
        return session;
    }

    public async ValueTask DisposeAsync()
    {
        if (_provider is not null)
        {
            await _provider.DisposeAsync();
        }

        await Hub.DisposeAsync();
    }

    /// <summary>A command queues what comes later: a question that waits shows that one runs.</summary>
    private async Task WhenBusyAsync()
    {
        HubAnswer answer;
        do
        {
            using CancellationTokenSource limit = new(TimeSpan.FromMilliseconds(200));
            answer = await Hub.Client.WindowsAsync(Session.Launched.Id, limit.Token);
        }
        while (answer.Kind != HubAnswerKind.Silence);
    }

    /// <summary>Ends what could not be ended before, as the end of a job does, and counts the hub's browser processes.</summary>
    private async Task<int> CountLeftBehindAsync(CancellationToken cancellationToken)
    {
        await _provider!.DisposeAsync();
        _provider = null;
        long began = Stopwatch.GetTimestamp();
        while (Hub.BrowserCount > 0 && Stopwatch.GetElapsedTime(began) < s_endLimit)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
        }

        return Hub.BrowserCount;
    }
}
