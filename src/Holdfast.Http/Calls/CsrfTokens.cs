namespace Holdfast.Http;

/// <summary>The CSRF token of one generation: fetched by whoever needs it first, once for all. Thread safe.</summary>
internal sealed class CsrfTokens(
    GenerationHttp generation, SessionHttpOptions options, LogoutSigns signs, Transport transport, Throttle throttle, TimeProvider time)
{
    private readonly Lock _lock = new();
    private Task<string?>? _token;

    /// <summary>The token, fetched if need be. A failure is not kept.</summary>
    public Task<string?> GetAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_token is null or { IsCompleted: true, IsCompletedSuccessfully: false })
            {
                _token = Start();
            }

            return _token.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The token after <paramref name="stale"/>: fetched, unless another call has fetched one since.</summary>
    public async Task<string?> RefreshAsync(string stale, CancellationToken cancellationToken)
    {
        string? current = await GetAsync(cancellationToken).ConfigureAwait(false);
        if (current != stale)
        {
            return current;
        }

        Task<string?> fresh;
        lock (_lock)
        {
            if (_token is { IsCompletedSuccessfully: true } known && known.GetAwaiter().GetResult() == stale)
            {
                _token = Start();
            }

            fresh = _token!;
        }

        return await fresh.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The hook runs outside the lock, and for everyone: one caller's cancellation does not end it.</summary>
    private Task<string?> Start()
    {
        Task<string?> task = Task.Run(FetchAsync);

        // Observed here, because every waiter may have gone.
        task.Observe();
        return task;
    }

    /// <summary>Fetches it, and waits out the pauses that the site asks for, as long as a call may.</summary>
    private async Task<string?> FetchAsync()
    {
        TimeSpan deadline = throttle.Now + options.MaxThrottleWait;
        while (true)
        {
            using PlainHandler handler = new(transport, generation.Jar, options, signs, throttle, generation.Lease.Lost);
            try
            {
                string? token = await FetchAsync(handler).ConfigureAwait(false);
                generation.Jar.Secrets.Put("CSRF token", token);
                if (handler.PauseLeft is not { } left || throttle.Now + left > deadline)
                {
                    return token;
                }
            }
            catch (Exception exception) when (handler.PauseLeft is { } left && throttle.Now + left <= deadline && !IsLoss(exception))
            {
                // It is asked again.
            }

            await Task.Delay(handler.PauseLeft.GetValueOrDefault(), time, generation.Lease.Lost).ConfigureAwait(false);
        }
    }

    private bool IsLoss(Exception exception) => exception is SessionLostException || generation.Lease.IsLost;

    private async Task<string?> FetchAsync(PlainHandler handler)
    {
        using HttpClient client = handler.CreateClient();
        using CancellationTokenSource deadline = new(options.AttemptTimeout, time);
        try
        {
            return await generation.Lease.GuardAsync(
                (Hook: options.CsrfToken!, Client: client),
                static (state, admission) => new ValueTask<string?>(state.Hook(state.Client, admission.CancellationToken)),
                deadline.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            generation.Lease.ThrowIfLost();
            if (handler.PauseLeft is null && handler.Sign is { } sign)
            {
                await generation.Lease.ConfirmLoginAsync("http", $"CSRF token: {sign}", generation.Lease.Lost).ConfigureAwait(false);
            }

            if (deadline.IsCancellationRequested)
            {
                throw new TimeoutException($"The CSRF token was not fetched within {options.AttemptTimeout}.", exception);
            }

            throw;
        }
    }
}
