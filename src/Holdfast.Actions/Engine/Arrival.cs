namespace Holdfast.Actions;

/// <summary>What must hold before a leg takes anything from a site: it answers, and does not know us without a login.</summary>
/// <param name="http">Asks the site.</param>
/// <param name="retryDelay">The wait before a question that the site could not answer is asked again.</param>
/// <param name="time">The clock.</param>
internal sealed class Arrival(SessionHttpClient http, TimeSpan retryDelay, TimeProvider time)
{
    private const int Attempts = 5;

    // A site that takes the connection and never answers must not hold up a start.
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(30);

    private volatile bool _isStranger;

    /// <returns>Why nothing can be begun; null when the site answers, and knows nobody without a login, or cannot say so now.</returns>
    public async Task<RunStoppedException?> ArriveAsync(CancellationToken stop)
    {
        try
        {
            await InTimeAsync(
                async token =>
                {
                    await http.ReachAsync(token).ConfigureAwait(false);
                    return await AskAsync(token).ConfigureAwait(false);
                },
                stop).ConfigureAwait(false);
            return null;
        }
        catch (AnswerRefusedException exception)
        {
            return new RunStoppedException(RunEnd.Misconfigured, exception.Message, exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or TimeoutException)
        {
            return new RunStoppedException(
                RunEnd.SiteUnreachable, EvidenceText.Clean(exception.Message), exception);
        }
        catch (RunStoppedException stopped)
        {
            return stopped;
        }
        catch (SessionSetupException exception)
        {
            return RunStoppedException.From(exception);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return new RunStoppedException(RunEnd.Stopped, "stopped on request");
        }
    }

    /// <summary>Before anything is taken from a generation: asks again while the site could not say whether it knows us without a login.</summary>
    /// <exception cref="RunStoppedException">It does, or it did not say.</exception>
    public async Task AdmitAsync(CancellationToken stop)
    {
        for (int attempt = 1; !_isStranger && !await TryAskAsync(stop).ConfigureAwait(false); attempt++)
        {
            TimeSpan pause = http.PauseLeft;
            if (attempt == Attempts)
            {
                // By now the session was opened with the same question: a site that tells a member and does not tell a visitor tells them apart.
                if (pause == TimeSpan.Zero)
                {
                    _isStranger = true;
                    return;
                }

                throw new RunStoppedException(
                    RunEnd.SiteFailing,
                    $"the site asked {Attempts} times for a pause when it was asked whether it knows us without a login; nothing is committed before");
            }

            await Task.Delay(pause > retryDelay ? pause : retryDelay, time, stop).ConfigureAwait(false);
        }
    }

    private async Task<bool> TryAskAsync(CancellationToken stop)
    {
        try
        {
            return await InTimeAsync(AskAsync, stop).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <returns>True when the site does not know us; false when it could not say.</returns>
    private async Task<bool> AskAsync(CancellationToken cancellationToken)
    {
        switch (_isStranger ? false : await http.KnowsEverybodyAsync(cancellationToken).ConfigureAwait(false))
        {
            case true:
                throw new RunStoppedException(
                    RunEnd.Misconfigured,
                    $"{nameof(SessionHttpOptions.WhoAmI)} found a member in a question that carried no login, so it would take a visitor for one, and could "
                    + "prove nothing. Let it ask for something that only a member is told; if the login is in the connection itself (a client certificate, "
                    + $"an intranet), set {nameof(SessionHttpOptions.LoginIsTransport)}");
            case false:
                _isStranger = true;
                return true;
            default:
                return false;
        }
    }

    private async Task<bool> InTimeAsync(Func<CancellationToken, Task<bool>> ask, CancellationToken stop)
    {
        using CancellationTokenSource deadline = new(s_timeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stop);
        try
        {
            return await ask(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!stop.IsCancellationRequested)
        {
            // Also the transport's own time-out for connections.
            throw new TimeoutException("it did not answer in time", exception);
        }
    }
}
