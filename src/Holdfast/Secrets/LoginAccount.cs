namespace Holdfast;

/// <summary>Whose login it is, and with what it is tried. It prints nothing of either.</summary>
/// <param name="member">Whom it is for.</param>
/// <param name="secret">What it is tried with, such as the password; null when nobody tells.</param>
internal sealed class LoginAccount(string member, string? secret = null)
{
    public string Member { get; } = member;

    public string? Secret { get; } = secret;
}
