using System.Collections.Concurrent;

namespace Kinfolk.Site;

/// <summary>The logins since the site started. Ended ones stay known, so that the log can tell a stale cookie from none.</summary>
internal sealed class SessionTable(int extraCookies)
{
    private readonly ConcurrentDictionary<string, MemberSession> _sessions = new(StringComparer.Ordinal);
    private int _number;
    private int _untilExpiry;
    private int _answers;

    /// <summary>Each Nth accepted POST of a session rotates its token; 0: never.</summary>
    public int RotateEvery { get; set; }

    /// <summary>The API request, counted from now, at whose arrival all sessions end; 0: not armed.</summary>
    public int UntilExpiry => Math.Max(0, Volatile.Read(ref _untilExpiry));

    public MemberSession Open(string member)
    {
        MemberSession session = new(member, Interlocked.Increment(ref _number), extraCookies);
        _sessions[session.Key] = session;
        return session;
    }

    /// <summary>Replaces a login's key.</summary>
    public MemberSession Renew(MemberSession session)
    {
        MemberSession renewed = session.Renew();
        _sessions[renewed.Key] = renewed;
        return renewed;
    }

    /// <summary>True for each 20th answer.</summary>
    public bool IsTimeToRenew() => Interlocked.Increment(ref _answers) % 20 == 0;

    /// <summary>The session of a key, live or ended.</summary>
    public MemberSession? Find(string? key) => key is null ? null : _sessions.GetValueOrDefault(key);

    public int Live => _sessions.Values.Count(s => s.IsLive);

    public void ExpireAll()
    {
        foreach (MemberSession session in _sessions.Values)
        {
            session.End();
        }
    }

    public void ExpireAt(int apiRequest) => Volatile.Write(ref _untilExpiry, apiRequest);

    /// <summary>Counts an API request at its arrival; it and those still pending may find their session gone.</summary>
    public void OnApiRequest()
    {
        if (Volatile.Read(ref _untilExpiry) > 0 && Interlocked.Decrement(ref _untilExpiry) == 0)
        {
            ExpireAll();
        }
    }

    public void RotateAll()
    {
        foreach (MemberSession session in _sessions.Values)
        {
            session.Rotate();
        }
    }
}
