namespace Holdfast;

/// <summary>The page that a browser shows, as far as a login is concerned.</summary>
/// <param name="Address">Its address; null when it has none that can be read.</param>
/// <param name="AsksForPassword">True when it shows a field for a password.</param>
public sealed record ShownPage(Uri? Address, bool AsksForPassword)
{
    /// <summary>True when the login hook has only looked so far: it typed nothing, clicked nothing and ran no script of its own, so that there is no
    /// login yet that the site could have refused. (A hook that sends the password without the driver should throw
    /// <see cref="LoginRefusedException"/> itself.) False (the default) when it has, or when that cannot be told.</summary>
    public bool IsUntouched { get; init; }
}
