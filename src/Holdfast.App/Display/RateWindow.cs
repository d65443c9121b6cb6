namespace Holdfast.App;

/// <summary>Items per second over a sliding window. Not thread safe.</summary>
internal sealed class RateWindow(TimeSpan window, TimeProvider time)
{
    private readonly Queue<(long At, long Done)> _samples = new();

    /// <summary>Takes a reading of the ledger.</summary>
    /// <returns>The rate, or null while there is too little to tell.</returns>
    public double? Add(long done)
    {
        long now = time.GetTimestamp();
        while (_samples.Count > 1 && time.GetElapsedTime(_samples.Peek().At, now) > window)
        {
            _samples.Dequeue();
        }

        _samples.Enqueue((now, done));
        (long at, long first) = _samples.Peek();
        double seconds = time.GetElapsedTime(at, now).TotalSeconds;
        return seconds < 1 ? null : Math.Max(0, (done - first) / seconds);
    }
}
