using System.Runtime.InteropServices;

namespace Holdfast.App;

/// <summary>Turns SIGINT, SIGTERM and SIGHUP into a stop, and a second Ctrl+C into an end at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly StopPolicy _policy;
    private readonly TimeProvider _time;
    private readonly Action<PosixSignal> _onStop;
    private readonly Action _onEndAtOnce;
    private readonly List<PosixSignalRegistration> _registrations = [];
    private long _stopAt;
    private volatile bool _isEndingAtOnce;

    public StopSignals(TimeProvider time, Action<PosixSignal> onStop, Action onEndAtOnce)
    {
        _policy = new StopPolicy(time);
        _time = time;
        _onStop = onStop;
        _onEndAtOnce = onEndAtOnce;
        Stop = _stop.Token;
    }

    /// <summary>Fires at the first signal.</summary>
    public CancellationToken Stop { get; }

    /// <summary>True once a second Ctrl+C came.</summary>
    public bool IsEndingAtOnce => _isEndingAtOnce;

    /// <summary>How long the stop has lasted; null before it.</summary>
    public TimeSpan? Stopping => Stop.IsCancellationRequested ? _time.GetElapsedTime(Volatile.Read(ref _stopAt)) : null;

    /// <summary>Takes over the signals of this process until it is disposed of.</summary>
    public void Listen()
    {
        foreach (PosixSignal signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP })
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                Handle(context.Signal);
            }));
        }
    }

    public void Handle(PosixSignal signal)
    {
        switch (_policy.Decide(signal))
        {
            case StopDecision.Stop:
                Volatile.Write(ref _stopAt, _time.GetTimestamp());
                _onStop(signal);
                _stop.Cancel();
                break;
            case StopDecision.EndAtOnce:
                _isEndingAtOnce = true;
                _onEndAtOnce();
                break;
            default:
                break;
        }
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
    }
}
