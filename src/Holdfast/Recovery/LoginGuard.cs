using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Holdfast;

/// <summary>Keeps a login that the site refuses from being tried more often than an account bears.</summary>
/// <param name="limit">Counts over all starts; null when nobody does.</param>
/// <param name="session">The session's name, for the log.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed class LoginGuard(ILoginLimit? limit, string session, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);

    /// <summary>A login may be tried now.</summary>
    /// <exception cref="StepFailedException">It may not, or nobody can say; only the former ends the opening.</exception>
    public async Task RequireAsync(CancellationToken stopping)
    {
        DateTimeOffset? until;
        try
        {
            until = limit is null ? null : await BoundAsync(limit.HeldUntilAsync, stopping).ConfigureAwait(false);
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            throw new StepFailedException("log-in", $"it cannot be told how many logins were refused: {EvidenceText.Clean(exception.Message)}", exception);
        }

        if (until is { } moment)
        {
            string when = moment.UtcDateTime.ToString("u", CultureInfo.InvariantCulture);
            throw new StepFailedException(
                "log-in",
                "the site has refused as many logins within an hour as an account bears",
                final: new(FinalKind.LoginRefused, $"no login is tried before {when}"));
        }
    }

    /// <summary>The site refused a login.</summary>
    /// <param name="failed">The step that showed it.</param>
    /// <param name="stopping">Ends the wait.</param>
    /// <returns>The end of the opening.</returns>
    public async Task<StepFailedException> RefusedAsync(StepFailedException failed, CancellationToken stopping)
    {
        try
        {
            if (limit is not null)
            {
                await BoundAsync(
                    async token =>
                    {
                        await limit.RefusedAsync(token).ConfigureAwait(false);
                        return true;
                    },
                    stopping).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            SessionLog.RefusalNotKept(logger, session, EvidenceText.Clean(exception.Message));
        }

        return failed.AsFinal(FinalKind.LoginRefused, "the site refused the login");
    }

    private async Task<T> BoundAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken stopping)
    {
        using CancellationTokenSource deadline = new(s_timeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stopping);
        CancellationToken token = either.Token;
        return await Task.Run(() => ask(token), CancellationToken.None).WaitObservedAsync(token).ConfigureAwait(false);
    }
}
