namespace Holdfast;

/// <summary>The two parts of a session, which live and die apart.</summary>
/// <param name="Browser">What there is of the browser.</param>
/// <param name="Login">What there is of the login.</param>
internal readonly record struct SessionParts(BrowserPart Browser, LoginPart Login)
{
    /// <summary>Nothing yet, or nothing any more.</summary>
    public static SessionParts Nothing => default;

    /// <summary>Alive and logged in.</summary>
    public static SessionParts Whole => new(BrowserPart.Open, LoginPart.Alive);

    /// <summary>The browser is of no further use; what is known of the login may do in another.</summary>
    public static SessionParts LoginAlone => new(BrowserPart.Absent, LoginPart.Kept);

    /// <summary>What a death may have left whole. Pure.</summary>
    /// <param name="cause">Its cause, as it stands.</param>
    public static SessionParts After(LossCause cause) => cause switch
    {
        LossCause.LoggedOut => new(BrowserPart.Open, LoginPart.Ended),
        LossCause.TabLost or LossCause.Unresponsive => new(BrowserPart.Hurt, LoginPart.Alive),
        _ => LoginAlone,
    };
}
