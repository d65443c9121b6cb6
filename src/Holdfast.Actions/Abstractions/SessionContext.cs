namespace Holdfast.Actions;

/// <summary>What an action may use of the session: API calls and the browser, both guarded. Valid for one call of the action.</summary>
public abstract class SessionContext
{
    private protected SessionContext(LeasedHttp calls) => Calls = calls;

    /// <summary>Makes API calls that ride on the browser's login. Calls end at once when the session is lost. Thread safe.</summary>
    public HttpClient Http => Calls.Client;

    internal LeasedHttp Calls { get; }

    internal SessionLease Lease => Calls.Lease;

    /// <summary>A value that holds as long as this login does, such as a nonce or an account's number: fetched once for each generation of the session, by
    /// whoever needs it first, and again after the next login. A static field in its place would keep the old login's.</summary>
    /// <typeparam name="TValue">What it is; may be null.</typeparam>
    /// <param name="name">Tells one value from another; of two functions for the same name and type, the first one that is needed counts.</param>
    /// <param name="fetch">Fetches it. Its client is as for <see cref="SessionHttpOptions.WhoAmI"/>: cookies, but no retry. Its token ends with the generation,
    /// and after <see cref="SessionHttpOptions.AttemptTimeout"/>. What it throws reaches whoever waits, and is not kept.</param>
    /// <param name="cancellationToken">The token that the action was given. It ends the wait, and not the fetch, which others may wait for.</param>
    /// <returns>The value.</returns>
    /// <remarks>A secret among them is told with <see cref="KnownSecrets.Add"/>. A header that goes with every call is better set as
    /// <see cref="SessionHttpOptions.CsrfToken"/>, which is fetched anew when the site refuses it.</remarks>
    /// <exception cref="SessionLostException">The session was lost; let it pass.</exception>
    /// <exception cref="TimeoutException">It was not fetched in time.</exception>
    /// <exception cref="ObjectDisposedException">The call of the action that this context was made for is over.</exception>
    public async Task<TValue> OncePerGenerationAsync<TValue>(
        string name, Func<HttpClient, CancellationToken, Task<TValue>> fetch, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(fetch);
        Calls.ThrowIfOver();
        try
        {
            return await Calls.OncePerGenerationAsync(name, fetch, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (Calls.MarkLossSeen())
        {
            throw;
        }
    }

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
