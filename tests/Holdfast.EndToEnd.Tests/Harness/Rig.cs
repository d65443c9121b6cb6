using System.Collections.Concurrent;
using Holdfast.Selenium;
using Kinfolk.Site;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using OpenQA.Selenium;

namespace Holdfast.EndToEnd.Tests;

/// <summary>The sample's services in this process, without its command line.</summary>
internal sealed class Rig : IAsyncDisposable, IIncidentSink
{
    private readonly ConcurrentQueue<Incident> _records = new();
    private readonly FakeLogCollector _log = new();
    private readonly ServiceProvider _services;

    public Rig(string url, Action<IServiceCollection>? configure = null)
    {
        Uri address = new(url);
        ServiceCollection services = new();
        IHoldfastBuilder holdfast = services.AddHoldfast();
        Kinfolk.KinfolkApp.Connect(holdfast, () => address, () => "mary", () => new SiteOptions().Password);
        services.Configure<ChromiumOptions>(options => options.WorkFolder = Path.Combine(Folder.State, "holdfast"));
        services.AddSingleton<IIncidentSink>(this);
        services.AddLogging(logging => logging.AddFilter("Polly", Microsoft.Extensions.Logging.LogLevel.None).AddProvider(new FakeLoggerProvider(_log)));
        configure?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    public JobFolder Folder { get; } = new();

    public SessionManager<IWebDriver> Sessions => _services.GetRequiredService<SessionManager<IWebDriver>>();

    public SessionHttpClient Http => _services.GetRequiredService<SessionHttpClient>();

    /// <summary>The end of the log, for a failure's message.</summary>
    public string LastWords => string.Join('\n', _log.GetSnapshot().TakeLast(30).Select(record => $"{record.Timestamp:HH:mm:ss.fff} {record.Message}"));

    public RunningBrowser Browser() => Job.Records(Folder, Environment.ProcessId).Single();

    /// <summary>Closes the session, so that every incident has its outcome.</summary>
    /// <returns>What was recorded with an outcome, in order of generations.</returns>
    public async Task<IReadOnlyList<Incident>> CloseAsync()
    {
        await Sessions.DisposeAsync();
        return [.. _records.Where(record => record.Outcome != IncidentOutcome.Open).OrderBy(record => record.Generation)];
    }

    public Task RecordAsync(Incident incident, CancellationToken cancellationToken)
    {
        _records.Enqueue(incident);
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Folder.Dispose();
    }
}
