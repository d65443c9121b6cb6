namespace Holdfast.Actions;

/// <summary>Stops a run whose site fails while its session lives: so many failures in a row, without one success.</summary>
/// <remarks>Thread safe. An item's own failure, such as a forbidden record, counts as an answer of the site.</remarks>
internal sealed class CriticalFailurePolicy(int threshold)
{
    private int _inARow;

    /// <summary>True once the threshold was reached.</summary>
    public bool IsTripped => Volatile.Read(ref _inARow) >= threshold;

    /// <summary>The site answered.</summary>
    public void Success()
    {
        if (!IsTripped)
        {
            Interlocked.Exchange(ref _inARow, 0);
        }
    }

    /// <summary>The site failed.</summary>
    /// <param name="failures">How many items it failed.</param>
    /// <returns>True when the run must stop.</returns>
    public bool Failure(int failures = 1) => Interlocked.Add(ref _inARow, failures) >= threshold;
}
