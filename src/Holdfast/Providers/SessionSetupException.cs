namespace Holdfast;

/// <summary>The machine is not ready for a session, such as without a browser: trying again at once does not help. Adapters derive from it.</summary>
/// <param name="message">What is missing or in the way, where it was looked for and what to do, on one line.</param>
/// <param name="inner">The cause, if there is one.</param>
public class SessionSetupException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>In what way it is not ready.</summary>
    public SessionSetupFault Fault { get; init; }
}
