using System.Runtime.CompilerServices;

namespace Holdfast.Http;

/// <summary>Finds the jar that a captured login lives on in, so that a question about the login is asked with today's cookies.</summary>
/// <remarks>
/// A site may rotate its session cookie with any answer, the answer to "who am I" included. Asking with the login as it was captured would
/// then find a visitor where there is a member, and dropping the answer's cookies would make us one. Keyed by the snapshot's identity;
/// entries go with their snapshot. Thread safe.
/// </remarks>
internal sealed class LiveJars(TimeProvider time, string? loginCookie = null)
{
    private readonly ConditionalWeakTable<LoginSnapshot, CookieJar> _jars = [];

    /// <summary>The jar of a login; the first question makes it.</summary>
    public CookieJar For(LoginSnapshot login) => _jars.GetValue(login, key => new CookieJar(key, time, loginCookie));

    /// <summary>A jar for a new generation: what the login's jar holds now, but its own, so that late answers of an earlier generation
    /// do not reach it.</summary>
    public CookieJar Adopt(LoginSnapshot? login)
    {
        if (login is null)
        {
            return new CookieJar(null, time, loginCookie);
        }

        CookieJar jar = new(For(login).Snapshot(), time, loginCookie, browser: login);
        _jars.AddOrUpdate(login, jar);
        return jar;
    }

    /// <summary>Ties a newer snapshot of a jar to it.</summary>
    public void Tie(LoginSnapshot login, CookieJar jar) => _jars.AddOrUpdate(login, jar);
}
