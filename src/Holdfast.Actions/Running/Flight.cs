namespace Holdfast.Actions;

/// <summary>Who may be in flight: many pieces of work together, or one alone. First come, first served, so that neither starves. Thread safe.</summary>
/// <param name="width">How many may be in flight together.</param>
internal sealed class Flight(int width) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly SemaphoreSlim _places = new(width, width);

    /// <summary>Waits for a turn. Whoever has one must not ask for another.</summary>
    /// <param name="alone">False to go beside others; true to go when nothing is in flight, and let nothing else begin before the turn is over.</param>
    /// <param name="waiting">Ends the wait.</param>
    /// <returns>The turn; over when it is disposed, once.</returns>
    public async ValueTask<Turn> EnterAsync(bool alone, CancellationToken waiting)
    {
        await _turn.WaitAsync(waiting).ConfigureAwait(false);
        int taken = 0;
        try
        {
            for (int wanted = alone ? width : 1; taken < wanted; taken++)
            {
                await _places.WaitAsync(waiting).ConfigureAwait(false);
            }
        }
        catch
        {
            GiveBack(taken);
            _turn.Release();
            throw;
        }

        if (!alone)
        {
            _turn.Release();
        }

        return new Turn(this, alone);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _turn.Dispose();
        _places.Dispose();
    }

    private void GiveBack(int places)
    {
        if (places > 0)
        {
            _places.Release(places);
        }
    }

    private void Leave(bool alone)
    {
        GiveBack(alone ? width : 1);
        if (alone)
        {
            _turn.Release();
        }
    }

    /// <summary>Leave to be in flight.</summary>
    internal readonly struct Turn(Flight flight, bool alone) : IDisposable
    {
        public void Dispose() => flight.Leave(alone);
    }
}
