namespace Holdfast;

/// <summary>The site refused a login: a wrong password, a locked account. A login hook throws it when it sees that. The login is not tried again, since
/// sites lock accounts; a person must look.</summary>
/// <param name="message">What the site said; cleaned by <see cref="EvidenceText.Clean"/> before it is kept.</param>
/// <param name="inner">The cause, if there is one.</param>
public sealed class LoginRefusedException(string message, Exception? inner = null) : Exception(message, inner);
