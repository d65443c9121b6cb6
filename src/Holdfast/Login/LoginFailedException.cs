namespace Holdfast;

/// <summary>A login did not come about, for a reason that may pass: the site is read-only, or has lost the form's session. A login hook throws it when it
/// knows that the site has not refused the login: it is tried again, in another browser, and does not count as refused.</summary>
/// <param name="message">What the site said; cleaned by <see cref="EvidenceText.Clean"/> before it is kept.</param>
/// <param name="inner">The cause, if there is one.</param>
public sealed class LoginFailedException(string message, Exception? inner = null) : Exception(message, inner);
