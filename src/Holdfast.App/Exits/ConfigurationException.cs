namespace Holdfast.App;

/// <summary>A setting or a secret is missing or wrong. The message is shown as it is, and the process ends with
/// <see cref="ExitCode.BadConfiguration"/>.</summary>
/// <param name="message">Which setting, what is wrong and how to set it, on one line.</param>
/// <param name="inner">The cause, if there is one.</param>
public sealed class ConfigurationException(string message, Exception? inner = null) : Exception(message, inner);
