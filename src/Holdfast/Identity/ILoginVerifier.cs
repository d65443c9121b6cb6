namespace Holdfast;

/// <summary>Asks the site who we are, past the browser, so that a busy browser does not delay the answer.</summary>
/// <remarks>Thread safe. Registered as a service; without one, a session is taken for logged in when its login hook returned.</remarks>
public interface ILoginVerifier
{
    /// <summary>Asks once.</summary>
    /// <param name="login">The cookies and headers to ask with.</param>
    /// <param name="cancellationToken">Ends the question; the caller's deadline is in it.</param>
    /// <returns>Who the site says we are; <see cref="IdentityKind.Unknown"/> rather than an exception when the site fails.</returns>
    Task<Identity> WhoAmIAsync(LoginSnapshot login, CancellationToken cancellationToken);

    /// <summary>A login has just been proven: what tells a log-out from something in front of the site can be noted. Default: nothing is.</summary>
    /// <param name="login">The login.</param>
    /// <param name="cancellationToken">Ends it; the caller's deadline is in it.</param>
    /// <returns>A task that ends when it is noted, or cannot be.</returns>
    Task NoteLoginAsync(LoginSnapshot login, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Compares what calls carry with what the browser has: where the site takes the one for a visitor, it may know the other.</summary>
    /// <param name="refused">The login that was asked with, and refused.</param>
    /// <param name="browsers">The browser's login, as it was read afterwards.</param>
    /// <returns>True when asking with the browser's may be answered otherwise; false when they are the same; null (the default) when that cannot be told,
    /// and the browser's is not asked with.</returns>
    bool? IsOtherLogin(LoginSnapshot refused, LoginSnapshot browsers) => null;

    /// <summary>The site refuses our login and knows the browser's: from now on, calls with ours carry what the browser has. Default: does nothing.</summary>
    /// <param name="ours">The login that was asked with, and refused.</param>
    /// <param name="browsers">The browser's login.</param>
    void TakeOver(LoginSnapshot ours, LoginSnapshot browsers)
    {
    }

    /// <summary>How much is left of a pause that the site asked for; zero (the default) when it wants none. The login hook is not run before its
    /// end.</summary>
    TimeSpan PauseLeft => TimeSpan.Zero;

    /// <summary>How far the site's clock is ahead of ours, as its last answers told; negative when it is behind, zero (the default) when nobody knows.
    /// One-time codes are made by it.</summary>
    TimeSpan ClockAhead => TimeSpan.Zero;

    /// <summary>Tells that an address is one of the site's login page. A browser that shows it after the login hook, while the site takes us for a
    /// visitor, was refused.</summary>
    /// <param name="address">The address of the page that the browser shows.</param>
    /// <returns>False (the default) when it is not, or when nobody knows.</returns>
    bool IsLoginPage(Uri address) => false;
}
