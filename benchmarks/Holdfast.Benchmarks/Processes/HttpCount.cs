using System.Diagnostics.Metrics;

namespace Holdfast.Benchmarks;

/// <summary>Counts the HTTP requests of this process, whoever makes them, by the runtime's own metric.</summary>
internal sealed class HttpCount : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _requests;

    public HttpCount()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "System.Net.Http", Name: "http.client.request.duration" })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, _, _, _) => Interlocked.Increment(ref _requests));
        _listener.Start();
    }

    public long Requests => Interlocked.Read(ref _requests);

    public void Dispose() => _listener.Dispose();
}
