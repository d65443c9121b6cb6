namespace Holdfast;

/// <summary>In what way a machine is not ready for a session.</summary>
public enum SessionSetupFault
{
    /// <summary>Something that a session needs is missing, such as a browser; someone must install it or set it right.</summary>
    Missing,

    /// <summary>The browser's profile is in use by another process; later it may be free.</summary>
    ProfileInUse,

    /// <summary>The proxy on the way to the site wants a name and a password, or refuses those that it was given; someone must set them.</summary>
    ProxyRefuses,
}
