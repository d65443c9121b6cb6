using System.Collections.Concurrent;

namespace Kinfolk.Site;

/// <summary>The codes with which the sign-on's host sends a member back: each is good once.</summary>
internal sealed class SignOnCodes
{
    private readonly ConcurrentDictionary<string, bool> _open = new(StringComparer.Ordinal);

    public string Issue()
    {
        string code = MemberSession.NewKey();
        _open[code] = true;
        return code;
    }

    public bool Redeem(string? code) => code is not null && _open.TryRemove(code, out _);
}
