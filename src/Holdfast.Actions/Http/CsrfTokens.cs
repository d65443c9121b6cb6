namespace Holdfast.Actions;

/// <summary>The CSRF token of one generation: fetched by whoever needs it first, once for all. Thread safe.</summary>
internal sealed class CsrfTokens(
    GenerationHttp session, SessionHttpOptions options, LogoutSigns signs, Transport transport, TimeProvider time)
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
        _ = task.ContinueWith(
            static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return task;
    }

    private async Task<string?> FetchAsync()
    {
        using PlainHandler handler = new(transport, session.Jar, options, signs, session.Lease.Lost);
        using HttpClient client = handler.CreateClient();
        using CancellationTokenSource deadline = new(options.AttemptTimeout, time);
        try
        {
            return await session.Lease.GuardAsync(
                (Hook: options.CsrfToken!, Client: client),
                static (state, admission) => new ValueTask<string?>(state.Hook(state.Client, admission.CancellationToken)),
                deadline.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            session.Lease.ThrowIfLost();
            if (handler.Sign is { } sign)
            {
                await session.Lease.ConfirmLoginAsync("http", $"CSRF token: {sign}", session.Lease.Lost).ConfigureAwait(false);
            }

            if (deadline.IsCancellationRequested)
            {
                throw new TimeoutException($"The CSRF token was not fetched within {options.AttemptTimeout}.", exception);
            }

            throw;
        }
    }
}
