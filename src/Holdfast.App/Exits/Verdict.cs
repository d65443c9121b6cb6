namespace Holdfast.App;

/// <summary>How the process ends.</summary>
/// <param name="Code">One of <see cref="ExitCode"/>.</param>
/// <param name="Message">What happened, to what, what it means and what to do, on one line; null when the output has said it all.</param>
internal sealed record Verdict(int Code, string? Message = null);
