namespace Holdfast.Browsers;

/// <summary>The browser refused a DevTools command, or its connection closed before the answer.</summary>
/// <param name="message">What was refused, without secrets.</param>
public sealed class DevToolsException(string message) : Exception(message);
