namespace Holdfast;

/// <summary>How many restarts are allowed in a sliding window, as in OTP's supervisor. Not thread safe: one recovery runs at a time.</summary>
internal sealed class RestartIntensity(int maxRestarts, TimeSpan window, TimeProvider time)
{
    private readonly Queue<long> _restarts = new();

    /// <summary>Takes one restart, unless the window is full.</summary>
    /// <returns>False when a restart more would exceed the intensity.</returns>
    public bool TryTake()
    {
        long now = time.GetTimestamp();
        while (_restarts.TryPeek(out long oldest) && time.GetElapsedTime(oldest, now) > window)
        {
            _restarts.Dequeue();
        }

        if (_restarts.Count >= maxRestarts)
        {
            return false;
        }

        _restarts.Enqueue(now);
        return true;
    }

    /// <summary>Forgets earlier restarts after a healthy spell.</summary>
    public void Reset() => _restarts.Clear();
}
