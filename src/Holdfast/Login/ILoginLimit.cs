namespace Holdfast;

/// <summary>Keeps count of refused logins over all starts of a job, so that one that is started again and again does not lock an account. Registered as a
/// service; without one, a manager only sees to it that a refused login is not tried again.</summary>
/// <remarks>Thread safe.</remarks>
public interface ILoginLimit
{
    /// <summary>Asked before a browser is launched for a login, and again before the login hook is run.</summary>
    /// <param name="cancellationToken">The deadline.</param>
    /// <returns>When a login may be tried again; null when it may be tried now.</returns>
    Task<DateTimeOffset?> HeldUntilAsync(CancellationToken cancellationToken);

    /// <summary>The site has refused a login.</summary>
    /// <param name="cancellationToken">The deadline.</param>
    /// <returns>A task that ends when it is kept.</returns>
    Task RefusedAsync(CancellationToken cancellationToken);
}
