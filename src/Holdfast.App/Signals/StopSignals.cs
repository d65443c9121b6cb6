using System.Runtime.InteropServices;

namespace Holdfast.App;

/// <summary>Turns SIGINT, SIGTERM and SIGHUP into a drain, and a second Ctrl+C into an end at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _drain = new();
    private readonly StopPolicy _policy;
    private readonly TimeProvider _time;
    private readonly Action<PosixSignal> _onDrain;
    private readonly Action _onEndAtOnce;
    private readonly List<PosixSignalRegistration> _registrations = [];
    private long _drainAt;
    private volatile bool _isEndingAtOnce;

    public StopSignals(TimeProvider time, Action<PosixSignal> onDrain, Action onEndAtOnce)
    {
        _policy = new StopPolicy(time);
        _time = time;
        _onDrain = onDrain;
        _onEndAtOnce = onEndAtOnce;
        Drain = _drain.Token;
    }

    /// <summary>Fires at the first signal.</summary>
    public CancellationToken Drain { get; }

    /// <summary>True once a second Ctrl+C came.</summary>
    public bool IsEndingAtOnce => _isEndingAtOnce;

    /// <summary>How long the drain has lasted; null before it.</summary>
    public TimeSpan? Draining => Drain.IsCancellationRequested ? _time.GetElapsedTime(Volatile.Read(ref _drainAt)) : null;

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
            case StopDecision.Drain:
                Volatile.Write(ref _drainAt, _time.GetTimestamp());
                _onDrain(signal);
                _drain.Cancel();
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

        _drain.Dispose();
    }
}
