namespace Holdfast;

/// <summary>The machine lacks what a session needs, such as a browser: trying again does not help, installing does. Adapters derive from it.</summary>
/// <param name="message">What is missing, where it was looked for and how to install it, on one line.</param>
/// <param name="inner">The cause, if there is one.</param>
public class SessionSetupException(string message, Exception? inner = null) : Exception(message, inner);
