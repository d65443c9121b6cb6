namespace Holdfast.Actions;

/// <summary>Who may be in flight: many pieces of work together, or one alone. First come, first served, so that neither starves.</summary>
/// <param name="width">How many may be in flight together.</param>
internal sealed class Flight(int width) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly SemaphoreSlim _places = new(width, width);

    /// <summary>Does work beside others.</summary>
    /// <param name="work">The work. It must not enter again.</param>
    /// <param name="waiting">Ends the wait for a place.</param>
    /// <returns>What the work gave.</returns>
    public async Task<T> SharedAsync<T>(Func<Task<T>> work, CancellationToken waiting)
    {
        await _turn.WaitAsync(waiting).ConfigureAwait(false);
        try
        {
            await _places.WaitAsync(waiting).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }

        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Waits until nothing is in flight, and lets nothing else begin before the work has ended.</summary>
    /// <param name="work">The work. It must not enter again.</param>
    /// <param name="waiting">Ends the wait for the others.</param>
    /// <returns>What the work gave.</returns>
    public async Task<T> ExclusiveAsync<T>(Func<Task<T>> work, CancellationToken waiting)
    {
        await _turn.WaitAsync(waiting).ConfigureAwait(false);
        int taken = 0;
        try
        {
            for (; taken < width; taken++)
            {
                await _places.WaitAsync(waiting).ConfigureAwait(false);
            }

            return await work().ConfigureAwait(false);
        }
        finally
        {
            if (taken > 0)
            {
                _places.Release(taken);
            }

            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _turn.Dispose();
        _places.Dispose();
    }
}
