using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Holdfast.Selenium;

/// <summary>
/// Finds out whether a session is still there after something spoke against it: a closed connection, a failed call, an unanswered probe. From
/// afar none of these is a death by itself. Thread safe.
/// </summary>
/// <param name="look">Asks for the session in a way that no running command holds up.</param>
/// <param name="lost">Told of the death.</param>
/// <param name="options">How long a hub may be out of reach.</param>
/// <param name="time">The clock.</param>
[SuppressMessage("Reliability", "CA2213", Justification = "A source without a timer holds nothing, and a look may still be on its way.")]
internal sealed class HubDoubt(
    Func<CancellationToken, Task<HubAnswer>> look, Action<LossCause, string> lost, RemoteOptions options, TimeProvider time)
    : IDisposable
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _ended = new();
    private TaskCompletionSource? _open;
    private bool _again;

    /// <summary>Ends when the doubt that is open now is resolved; completed when there is none.</summary>
    public Task Resolved
    {
        get
        {
            lock (_gate)
            {
                return _open?.Task ?? Task.CompletedTask;
            }
        }
    }

    /// <summary>Something speaks against the session. Returns at once.</summary>
    public void Raise()
    {
        lock (_gate)
        {
            if (_open is not null)
            {
                // It may be newer than the look that is on its way.
                _again = true;
                return;
            }

            if (_ended.IsCancellationRequested)
            {
                return;
            }

            _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        _ = Task.Run(ResolveAsync);
    }

    /// <summary>Asks no more.</summary>
    public void Dispose() => _ended.Cancel();

    /// <summary>Whether a hub has been out of reach for too long.</summary>
    internal static bool IsLost(int missed, TimeSpan since, RemoteOptions options) =>
        missed >= options.UnreachableAttempts && since >= options.UnreachableLimit;

    private async Task ResolveAsync()
    {
        bool alive = true;
        while (alive)
        {
            try
            {
                alive = await LookUntilClearAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                alive = false;
            }

            lock (_gate)
            {
                if (!alive || !_again)
                {
                    _ = _open!.TrySetResult();
                    _open = null;
                    return;
                }

                _again = false;
            }
        }
    }

    /// <returns>True when the session is there.</returns>
    private async Task<bool> LookUntilClearAsync()
    {
        long began = time.GetTimestamp();
        TimeSpan pause = s_firstPause;
        for (int missed = 1; ; missed++)
        {
            HubAnswer answer = await look(_ended.Token).ConfigureAwait(false);
            _ended.Token.ThrowIfCancellationRequested();
            if (answer.Kind == HubAnswerKind.SessionGone)
            {
                lost(LossCause.BrowserExited, answer.Detail);
                return false;
            }

            if (!answer.IsCut)
            {
                return true;
            }

            TimeSpan since = time.GetElapsedTime(began);
            if (IsLost(missed, since, options))
            {
                lost(LossCause.DriverExited, string.Create(
                    CultureInfo.InvariantCulture, $"the hub was out of reach for {since.TotalSeconds:0.0} s, {missed} times ({answer.Detail})"));
                return false;
            }

            await Task.Delay(pause, time, _ended.Token).ConfigureAwait(false);
            pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause;
        }
    }
}
