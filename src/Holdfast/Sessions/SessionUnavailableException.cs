namespace Holdfast;

/// <summary>There is no session and there will be none: too many recoveries failed, or the manager was closed.</summary>
public sealed class SessionUnavailableException : InvalidOperationException
{
    internal SessionUnavailableException(string message, bool gaveUp, Exception? inner)
        : base(message, inner)
    {
        GaveUp = gaveUp;
        FinalKind? kind = (inner as StepFailedException)?.Final?.Kind;
        IsSiteDown = kind == FinalKind.SiteDown;
        IsLoginRefused = kind == FinalKind.LoginRefused;
        IsHookFault = kind == FinalKind.HookFailed;
    }

    /// <summary>True when restart intensity ended the session; false when its owner closed it.</summary>
    public bool GaveUp { get; }

    /// <summary>True when the site could not say who we are for as long as recovery waits: it is down, or asks for one pause after the other, and
    /// trying again later may help.</summary>
    public bool IsSiteDown { get; }

    /// <summary>True when the site refused the login, or when it has refused so many that none is tried for a while: the message says until when. A
    /// person must look.</summary>
    public bool IsLoginRefused { get; }

    /// <summary>True when a hook (login, who-am-I) threw an exception of its own, neither the driver's nor HTTP's: a fault of the program.</summary>
    public bool IsHookFault { get; }
}
