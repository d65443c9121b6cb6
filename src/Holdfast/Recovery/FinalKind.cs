namespace Holdfast;

/// <summary>Why no further attempt is made to open a session.</summary>
internal enum FinalKind
{
    /// <summary>The site could not say who we are, for as long as it is waited for.</summary>
    SiteDown,

    /// <summary>The site refused the login, or has refused too many.</summary>
    LoginRefused,

    /// <summary>A hook threw an exception of its own.</summary>
    HookFailed,

    /// <summary>The machine lacks what a session needs, and did so from the start.</summary>
    SetupMissing,
}
