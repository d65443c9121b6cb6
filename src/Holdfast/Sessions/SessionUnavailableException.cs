namespace Holdfast;

/// <summary>There is no session and there will be none: too many recoveries failed, or the manager was closed.</summary>
public sealed class SessionUnavailableException : InvalidOperationException
{
    internal SessionUnavailableException(string message, bool gaveUp, Exception? inner)
        : base(message, inner) => GaveUp = gaveUp;

    /// <summary>True when restart intensity ended the session; false when its owner closed it.</summary>
    public bool GaveUp { get; }
}
