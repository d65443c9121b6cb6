using System.Security.Cryptography;
using System.Text;

namespace Kinfolk.Site;

/// <summary>Checks credentials and the login form's token, and counts the attempts.</summary>
internal sealed class LoginDesk(string username, string password, CodeDesk? codes)
{
    public const string FormCookie = "kin_form";

    private readonly byte[] _formKey = RandomNumberGenerator.GetBytes(32);
    private string _password = password;
    private int _ok;
    private int _failed;

    public int Succeeded => Volatile.Read(ref _ok);

    public int Failed => Volatile.Read(ref _failed);

    /// <summary>The hidden field that belongs to a form cookie. Nothing is kept, so abandoned forms cost nothing.</summary>
    public string FormToken(string formCookie) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_formKey, Encoding.UTF8.GetBytes(formCookie)));

    /// <summary>True when the form asks for a one-time code.</summary>
    public bool WantsCode => codes is not null;

    public LoginVerdict Check(string? formCookie, string? token, string? name, string? secret, string? code)
    {
        LoginVerdict verdict = formCookie is null || token != FormToken(formCookie) ? LoginVerdict.StaleForm
            : name != username || secret != Volatile.Read(ref _password) ? LoginVerdict.WrongCredentials
            : codes is null || codes.Accept(code) ? LoginVerdict.Welcome
            : LoginVerdict.WrongCode;
        Interlocked.Increment(ref verdict == LoginVerdict.Welcome ? ref _ok : ref _failed);
        return verdict;
    }

    public void ChangePassword(string next) => Volatile.Write(ref _password, next);
}
