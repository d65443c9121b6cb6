namespace Holdfast;

/// <summary>There is no session and there will be none: too many recoveries failed, or the manager was closed.</summary>
public sealed class SessionUnavailableException : InvalidOperationException
{
    internal SessionUnavailableException(string message, bool gaveUp, Exception? inner)
        : base(message, inner)
    {
        GaveUp = gaveUp;
        IsSiteDown = inner is StepFailedException { Outage: not null };
    }

    /// <summary>True when restart intensity ended the session; false when its owner closed it.</summary>
    public bool GaveUp { get; }

    /// <summary>True when the site could not say who we are for as long as recovery waits: it is down, or asks for one pause after the other, and
    /// trying again later may help.</summary>
    public bool IsSiteDown { get; }
}
