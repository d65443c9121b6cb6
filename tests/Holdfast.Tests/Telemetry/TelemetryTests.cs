using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Holdfast.Tests;

public sealed class TelemetryTests
{
    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metrics_OfADeath_AreCountedByCauseAndOutcome()
    {
        await using ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        IMeterFactory meters = services.GetRequiredService<IMeterFactory>();
        using MetricCollector<long> deaths = new(meters, HoldfastTelemetry.Name, HoldfastTelemetry.Deaths);
        using MetricCollector<long> recoveries = new(meters, HoldfastTelemetry.Name, HoldfastTelemetry.Recoveries);
        using MetricCollector<double> durations = new(meters, HoldfastTelemetry.Name, HoldfastTelemetry.RecoveryDuration);
        await using Rig rig = new() { Meters = meters };
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        lease.ReportDeath(Rig.Guess(LossCause.TabLost));
        rig.Clock.Advance(rig.Options.ConfirmTimeout);
        await rig.Sink.OutcomeAsync(1, IncidentOutcome.Recovered);

        CollectedMeasurement<long> death = Assert.Single(deaths.GetMeasurementSnapshot());
        Assert.Equal((1, "test", "tab_lost"), (death.Value, death.Tags["holdfast.session.name"], death.Tags["holdfast.incident.cause"]));
        CollectedMeasurement<long> recovery = Assert.Single(recoveries.GetMeasurementSnapshot());
        Assert.Equal((1, "test", "recovered"), (recovery.Value, recovery.Tags["holdfast.session.name"], recovery.Tags["holdfast.incident.outcome"]));
        Assert.Equal(0.2, Assert.Single(durations.GetMeasurementSnapshot()).Value, 3);
    }

    /// <summary>Dashboards depend on them: a name that changes is a breaking change, and what is added follows the same rules.</summary>
    [Fact]
    public async Task Names_AreTheDocumentedOnes()
    {
        await using ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        ConcurrentDictionary<string, string> instruments = [];
        using MeterListener listener = new()
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Scope == services.GetRequiredService<IMeterFactory>())
                {
                    instruments[instrument.Name] = $"{instrument.GetType().Name.Split('`')[0]} {instrument.Unit}";
                }
            },
        };
        listener.Start();
        _ = SessionInstruments.Create(services.GetRequiredService<IMeterFactory>(), "test");

        Assert.Equal(
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["holdfast.session.deaths"] = "Counter {death}",
                ["holdfast.session.recoveries"] = "Counter {recovery}",
                ["holdfast.session.recovery.duration"] = "Histogram s",
                ["holdfast.suspension.duration"] = "Histogram s",
            },
            new SortedDictionary<string, string>(instruments, StringComparer.Ordinal));
        string page = await File.ReadAllTextAsync(Repository.File("docs", "telemetry.md"), Test);
        string[] names = [.. typeof(HoldfastTelemetry).GetFields().Select(field => (string)field.GetRawConstantValue()!)];
        Assert.All(names, name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
        Assert.All(names.Where(name => name != HoldfastTelemetry.Name), name => Assert.Matches("^holdfast(\\.[a-z]+)+$", name));
        foreach (string value in Enum.GetValues<LossCause>().Select(SnakeCase.Of).Concat(Enum.GetValues<IncidentOutcome>().Select(SnakeCase.Of)))
        {
            Assert.Contains($"`{value}`", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Activity_OfAnOpening_IsARootWithItsGeneration()
    {
        string name = $"activity-{Guid.NewGuid():N}";
        ConcurrentQueue<Activity> stopped = new();
        using ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name is HoldfastTelemetry.Name or nameof(TelemetryTests),
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (name.Equals(activity.GetTagItem("holdfast.session.name")))
                {
                    stopped.Enqueue(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        using ActivitySource mine = new(nameof(TelemetryTests));
        await using Rig rig = new() { Options = { Name = name } };
        using (mine.StartActivity("the first caller"))
        {
            await rig.LeaseAsync();
        }

        await Deadline.Until(() => !stopped.IsEmpty);
        Activity opening = Assert.Single(stopped);
        Assert.Equal(
            ("holdfast.session.open", 1, 1),
            (opening.OperationName, opening.GetTagItem("holdfast.session.generation"), opening.GetTagItem("holdfast.session.attempts")));
        Assert.Null(opening.ParentId);
    }

    [Fact]
    public async Task Log_OfADeathWithManySymptoms_HasOneErrorLine()
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        rig.Provider.Classify = static _ => new Verdict(VerdictKind.Dead, LossCause.BrowserExited, "row 3");
        for (int i = 0; i < 282; i++)
        {
            await Assert.ThrowsAsync<SessionLostException>(
                () => lease.UseAsync<int>(_ => throw new InvalidOperationException("invalid session id"), Test).InTime());
        }

        rig.Clock.Advance(rig.Options.ConfirmTimeout);
        Incident incident = await rig.Sink.OutcomeAsync(1, IncidentOutcome.Recovered);

        FakeLogRecord[] bad = [.. rig.Logger.Collector.GetSnapshot().Where(record => record.Level >= LogLevel.Warning)];
        Assert.Equal(
            "Session 'test' generation 1 died: BrowserExited. 0 calls in flight were ended. First symptom: row 3: invalid session id",
            Assert.Single(bad).Message);
        Assert.Equal(281, incident.SymptomsSuppressed);
        Assert.Contains(rig.Logger.Collector.GetSnapshot(), record => record.Id.Id == 1003
            && record.Message.Contains("recovered as generation 2", StringComparison.Ordinal)
            && record.Message.Contains("281 consequences", StringComparison.Ordinal));
    }
}
