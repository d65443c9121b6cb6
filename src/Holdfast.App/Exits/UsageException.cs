namespace Holdfast.App;

/// <summary>The command line is wrong. The message is shown as it is, and the process ends with <see cref="ExitCode.Usage"/>.</summary>
/// <param name="message">What is wrong and what would be right, on one line.</param>
public sealed class UsageException(string message) : Exception(message);
