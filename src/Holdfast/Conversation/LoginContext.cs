namespace Holdfast;

/// <summary>What a login hook works with, beside its browser. One for each run of the hook; of no use after it. Thread safe.</summary>
public sealed class LoginContext
{
    private readonly Func<TimeSpan> _ahead;
    private readonly Func<IDisposable>? _hold;
    private readonly TimeProvider _time;

    /// <param name="ahead">How far the site's clock is ahead of ours, as far as it is known.</param>
    /// <param name="hold">Stops the hook's deadline until it is disposed of; null for a hook without one.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the hook.</param>
    internal LoginContext(Func<TimeSpan> ahead, Func<IDisposable>? hold, TimeProvider time, CancellationToken cancellationToken)
    {
        _ahead = ahead;
        _hold = hold;
        _time = time;
        CancellationToken = cancellationToken;
    }

    /// <summary>Ends the hook: its deadline is over, its browser has died, or the session is being closed.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>Makes the one-time code (TOTP, RFC 6238, with SHA-1) that an authenticator app would show now, by the site's clock as its last answers told it.
    /// No code is given out twice in one process, whichever session asks: who comes again waits for the next code, and so does who comes when a code has less
    /// than a tenth of its time left. The hook's deadline does not run meanwhile.</summary>
    /// <param name="secret">The secret that the site showed when the second factor was set up, in base32; spaces, dashes and case do not matter. It is never
    /// kept in clear text.</param>
    /// <param name="digits">How many digits a code has, 6 (the default) to 8.</param>
    /// <param name="period">How long a code is good, in whole seconds, 1 s to 1 h; null (the default) for 30 s.</param>
    /// <returns>The code, its digits only.</returns>
    /// <exception cref="ArgumentException">The secret is empty or no base32.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="digits"/> or <paramref name="period"/> is out of its range.</exception>
    /// <exception cref="OperationCanceledException"><see cref="CancellationToken"/> ended the wait.</exception>
    public async Task<string> OneTimeCodeAsync(string secret, int digits = 6, TimeSpan? period = null)
    {
        OneTimeCodes codes = OneTimeCodes.Of(secret, digits, period ?? TimeSpan.FromSeconds(30));
        using IDisposable? held = _hold?.Invoke();
        return await codes.NextAsync(_ahead, _time, CancellationToken).ConfigureAwait(false);
    }
}
