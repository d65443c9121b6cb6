namespace Holdfast;

/// <content>Work that is suspected of killing sessions.</content>
public abstract partial class SessionLease
{
    private int _trials;

    /// <summary>Says that suspicious work is tried on this session with nothing else in flight. Until the trial is ended, a death of this
    /// generation takes from <see cref="RecoveryOptions.MaxTrialRestarts"/> and spares <see cref="RecoveryOptions.MaxRestarts"/>.</summary>
    /// <returns>Ends the trial when it is disposed, once.</returns>
    public IDisposable BeginTrial() => new Trial(this);

    private sealed class Trial : IDisposable
    {
        private SessionLease? _lease;

        public Trial(SessionLease lease)
        {
            _lease = lease;
            Interlocked.Increment(ref lease._trials);
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _lease, null) is { } lease)
            {
                Interlocked.Decrement(ref lease._trials);
            }
        }
    }
}
