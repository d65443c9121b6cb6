using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;

namespace Holdfast;

/// <summary>The metrics of one session.</summary>
internal sealed class SessionInstruments
{
    private readonly string _session;
    private readonly Counter<long> _deaths;
    private readonly Counter<long> _recoveries;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _suspensions;

    private SessionInstruments(Meter meter, string session)
    {
        _session = session;
        _deaths = meter.CreateCounter<long>(HoldfastTelemetry.Deaths, "{death}", "Deaths of a session's generation.");
        _recoveries = meter.CreateCounter<long>(HoldfastTelemetry.Recoveries, "{recovery}", "Recoveries that ended.");
        _duration = meter.CreateHistogram<double>(HoldfastTelemetry.RecoveryDuration, "s", "From the latch to the next generation.");
        _suspensions = meter.CreateHistogram<double>(HoldfastTelemetry.SuspensionDuration, "s", "Times in which this program itself did not run.");
    }

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The factory owns its meters.")]
    public static SessionInstruments? Create(IMeterFactory? meters, string session) =>
        meters is null ? null : new SessionInstruments(meters.Create(HoldfastTelemetry.Name), session);

    private KeyValuePair<string, object?> Session => new(HoldfastTelemetry.SessionName, _session);

    public void Died(LossCause cause) => _deaths.Add(1, Session, new(HoldfastTelemetry.IncidentCause, SnakeCase.Of(cause)));

    public void Suspended(TimeSpan duration) => _suspensions.Record(duration.TotalSeconds, Session);

    public void Ended(IncidentOutcome outcome, TimeSpan duration)
    {
        _recoveries.Add(1, Session, new(HoldfastTelemetry.IncidentOutcome, SnakeCase.Of(outcome)));
        if (outcome == IncidentOutcome.Recovered)
        {
            _duration.Record(duration.TotalSeconds, Session);
        }
    }
}
