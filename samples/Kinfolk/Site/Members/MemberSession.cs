using System.Security.Cryptography;

namespace Kinfolk.Site;

/// <summary>One login of a member: its key, its cookies and its CSRF token.</summary>
internal sealed class MemberSession
{
    private readonly Lock _lock = new();
    private readonly int _extraCookies;
    private string _token = NewKey();
    private int _posts;
    private volatile bool _ended;

    public MemberSession(string member, int number, int extraCookies)
    {
        Member = member;
        Number = number;
        _extraCookies = extraCookies;
        Key = NewKey();
        Cookies = LoginCookies.For(Key, number, extraCookies);
        CookieValues = Cookies.ToDictionary(c => c.Name, c => c.Value, StringComparer.Ordinal);
    }

    public string Member { get; }

    /// <summary>Which login this is since the site started; the first is 1. Not a secret, so it may be logged.</summary>
    public int Number { get; }

    public string Key { get; }

    public IReadOnlyList<SiteCookie> Cookies { get; }

    public Dictionary<string, string> CookieValues { get; }

    public bool IsLive => !_ended;

    public string Token
    {
        get
        {
            lock (_lock)
            {
                return _token;
            }
        }
    }

    public void End() => _ended = true;

    /// <summary>Ends this one.</summary>
    /// <returns>The same login under another key.</returns>
    public MemberSession Renew()
    {
        End();
        return new MemberSession(Member, Number, _extraCookies) { _token = Token };
    }

    public void Rotate()
    {
        lock (_lock)
        {
            _token = NewKey();
        }
    }

    /// <summary>Checks a token; every <paramref name="rotateEvery"/>th accepted POST makes it the last one that is good.</summary>
    public bool Accept(string? token, int rotateEvery)
    {
        lock (_lock)
        {
            if (!string.Equals(token, _token, StringComparison.Ordinal))
            {
                return false;
            }

            _posts++;
            if (rotateEvery > 0 && _posts % rotateEvery == 0)
            {
                _token = NewKey();
            }

            return true;
        }
    }

    public static string NewKey() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
