namespace Holdfast.Http;

/// <summary>A value that holds for one generation: fetched by whoever needs it first, once for all. Thread safe.</summary>
/// <typeparam name="TValue">What it is.</typeparam>
/// <param name="generation">The generation.</param>
/// <param name="name">What it is called in evidence and errors.</param>
/// <param name="fetch">Fetches it, with a client as the hooks have it.</param>
/// <param name="services">What the fetch needs of the session.</param>
internal sealed class GenerationValue<TValue>(
    GenerationHttp generation, string name, Func<HttpClient, CancellationToken, Task<TValue>> fetch, HookServices services)
{
    private readonly Lock _lock = new();
    private Task<TValue>? _value;

    /// <summary>The value, fetched if need be. A failure is not kept.</summary>
    public Task<TValue> GetAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_value is null or { IsCompleted: true, IsCompletedSuccessfully: false })
            {
                _value = Start();
            }

            return _value.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The value after <paramref name="stale"/>: fetched, unless another call has fetched one since.</summary>
    public async Task<TValue> RefreshAsync(TValue stale, CancellationToken cancellationToken)
    {
        TValue current = await GetAsync(cancellationToken).ConfigureAwait(false);
        if (!Same(current, stale))
        {
            return current;
        }

        Task<TValue> fresh;
        lock (_lock)
        {
            if (_value is { IsCompletedSuccessfully: true } known && Same(known.GetAwaiter().GetResult(), stale))
            {
                _value = Start();
            }

            fresh = _value!;
        }

        return await fresh.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static bool Same(TValue one, TValue other) => EqualityComparer<TValue>.Default.Equals(one, other);

    /// <summary>The hook runs outside the lock, and for everyone: one caller's cancellation does not end it.</summary>
    private Task<TValue> Start()
    {
        Task<TValue> task = Task.Run(FetchAsync);

        // Observed here, because every waiter may have gone.
        task.Observe();
        return task;
    }

    /// <summary>Fetches it, and waits out the pauses that the site asks for, as long as a call may.</summary>
    private async Task<TValue> FetchAsync()
    {
        TimeSpan deadline = services.Throttle.Now + services.Options.MaxThrottleWait;
        while (true)
        {
            using PlainHandler handler = services.Handler(generation);
            try
            {
                (bool isAnswer, TValue? value) = await FetchAsync(handler).ConfigureAwait(false);
                if (!isAnswer)
                {
                    continue;
                }

                if (handler.PauseLeft is not { } left || services.Throttle.Now + left > deadline)
                {
                    return value!;
                }
            }
            catch (Exception exception) when (handler.PauseLeft is { } left && services.Throttle.Now + left <= deadline && !IsLoss(exception))
            {
                // It is asked again.
            }

            await Task.Delay(handler.PauseLeft.GetValueOrDefault(), services.Time, generation.Lease.Lost).ConfigureAwait(false);
        }
    }

    private bool IsLoss(Exception exception) => exception is SessionLostException || generation.Lease.IsLost;

    /// <returns>The value; none when it was not the site's answer to the login that we have by now.</returns>
    private async Task<(bool IsAnswer, TValue? Value)> FetchAsync(PlainHandler handler)
    {
        using HttpClient client = handler.CreateClient();
        using CancellationTokenSource deadline = new(services.Options.AttemptTimeout, services.Time);
        try
        {
            return (true, await generation.Lease.GuardAsync(
                (Hook: fetch, Client: client),
                static (state, admission) => new ValueTask<TValue>(state.Hook(state.Client, admission.CancellationToken)),
                deadline.Token).ConfigureAwait(false));
        }
        catch (Exception exception)
        {
            generation.Lease.ThrowIfLost();
            if (handler.PauseLeft is null && handler.Sign is { } sign)
            {
                Identity identity = await generation.Lease.ConfirmLoginAsync("http", $"{name}: {sign}", generation.Lease.Lost).ConfigureAwait(false);
                if (identity is { Kind: IdentityKind.Member, IsLate: true })
                {
                    return (false, default);
                }
            }

            if (deadline.IsCancellationRequested)
            {
                throw new TimeoutException($"The {name} was not fetched within {services.Options.AttemptTimeout}.", exception);
            }

            throw;
        }
    }
}
