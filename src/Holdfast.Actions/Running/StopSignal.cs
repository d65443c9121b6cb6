namespace Holdfast.Actions;

/// <summary>Asks work to end, in two degrees: nothing new is begun, and then nothing is waited for any longer. Thread safe.</summary>
internal sealed class StopSignal : IDisposable
{
    private readonly CancellationTokenSource _aborting;
    private readonly CancellationTokenSource _either;

    /// <param name="stop">Fires when nothing new may be begun.</param>
    /// <param name="abort">Fires when nothing may be waited for any longer.</param>
    public StopSignal(CancellationToken stop, CancellationToken abort = default)
    {
        Stop = stop;
        _aborting = CancellationTokenSource.CreateLinkedTokenSource(abort);
        Abort = _aborting.Token;
        _either = CancellationTokenSource.CreateLinkedTokenSource(stop, Abort);
        Either = _either.Token;
    }

    /// <summary>Fires when nothing new may be begun: what is in flight is committed.</summary>
    public CancellationToken Stop { get; }

    /// <summary>Fires when nothing may be waited for any longer: what is in flight stays pending.</summary>
    public CancellationToken Abort { get; }

    /// <summary>Fires with the first of the two: for waits before something new.</summary>
    public CancellationToken Either { get; }

    /// <summary>True when one of the two has fired. They themselves are asked: <see cref="Either"/> fires a moment after them.</summary>
    public bool IsRaised => Stop.IsCancellationRequested || Abort.IsCancellationRequested;

    /// <summary>A signal that fires with this one, and can be aborted alone.</summary>
    public StopSignal Branch() => new(Stop, Abort);

    /// <summary>Aborts what waits for this signal.</summary>
    public Task AbortAsync() => _aborting.CancelAsync();

    /// <summary>To be asked before something new is begun.</summary>
    /// <exception cref="OperationCanceledException">The signal was raised.</exception>
    public void ThrowIfRaised()
    {
        Abort.ThrowIfCancellationRequested();
        Stop.ThrowIfCancellationRequested();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _either.Dispose();
        _aborting.Dispose();
    }
}
