namespace Holdfast.Actions;

/// <summary>What an action may use of the session: API calls and the browser, both guarded. Valid for one call of the action.</summary>
public abstract class SessionContext
{
    private protected SessionContext(LeasedHttp calls) => Calls = calls;

    /// <summary>Makes API calls that ride on the browser's login. Calls end at once when the session is lost. Thread safe.</summary>
    public HttpClient Http => Calls.Client;

    internal LeasedHttp Calls { get; }

    internal SessionLease Lease => Calls.Lease;

    /// <summary>Drives the browser, on its own thread; ends at once when the session is lost. Before anything of it is committed, the site is asked who
    /// we are with the browser's cookies as they are then.</summary>
    /// <typeparam name="TDriver">What is driven, such as Selenium's <c>IWebDriver</c>.</typeparam>
    /// <typeparam name="TResult">What the work gives back.</typeparam>
    /// <param name="work">The work. It may block. Do not keep the driver.</param>
    /// <param name="cancellationToken">The token that the action was given.</param>
    /// <returns>The work's result.</returns>
    /// <exception cref="SessionLostException">The session was lost; let it pass.</exception>
    /// <exception cref="ObjectDisposedException">The call of the action that this context was made for is over.</exception>
    public async ValueTask<TResult> UseAsync<TDriver, TResult>(Func<TDriver, TResult> work, CancellationToken cancellationToken)
        where TDriver : class
    {
        Calls.ThrowIfOver();
        Calls.Looked();
        try
        {
            return await Lease.UseAsync(work, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (Calls.MarkLossSeen())
        {
            throw;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // It may quote a cookie that the page has just renewed, and its text is kept.
            await Calls.LearnCookiesAsync(cancellationToken).ConfigureAwait(false);
            throw;
        }
        finally
        {
            Calls.Looked();
        }
    }
}
