namespace Holdfast.Ledger.Sqlite;

/// <summary>Counts refused logins. Sites lock an account after three or more.</summary>
internal static class RefusedLogins
{
    /// <summary>How many may be refused within <see cref="Span"/>, over all starts.</summary>
    public const int Most = 2;

    /// <summary>How many may be refused within <see cref="Span"/> whatever they were tried with: a secret that changes by itself, such as a one-time code,
    /// is no sign of a person who has changed it.</summary>
    public const int MostInAll = 5;

    public static readonly TimeSpan Span = TimeSpan.FromHours(1);

    /// <summary>When a login may be tried again; null when it may be tried now.</summary>
    /// <remarks>
    /// <para>A refusal of the future, which a clock that was set back leaves behind, counts as one of now.</para>
    /// <para>A secret that was not refused within <see cref="Span"/> may be tried, once: somebody has changed it.</para>
    /// </remarks>
    public static DateTimeOffset? HeldUntil(LedgerConnection db, LoginAccount account, DateTimeOffset now)
    {
        if (MemberHash.Find(db, account.Member) is not { } member)
        {
            return null;
        }

        long since = (now - Span).ToUnixTimeMilliseconds();
        if (Latest(Most) is not { } last)
        {
            return null;
        }

        if (Latest(MostInAll) is { } fifth)
        {
            return Until(fifth);
        }

        return account.Secret is { } secret
            && db.Sql(
                """
                SELECT 1 FROM holdfast_refused_logins WHERE refused_at > $since AND (account = $member OR account = $both) LIMIT 1
                """).Scalar(since, member, Both(member, MemberHash.OfSecret(db, secret))) is null
            ? null
            : Until(last);

        // The refusal that makes it so many, counted from the latest.
        long? Latest(int count) => db.Sql(
            """
            SELECT min(refused_at, $now) FROM holdfast_refused_logins WHERE substr(account, 1, $bytes) = $member AND refused_at > $since
            ORDER BY refused_at DESC LIMIT 1 OFFSET $before
            """).Scalar(now.ToUnixTimeMilliseconds(), MemberHash.Bytes, member, since, count - 1) as long?;

        static DateTimeOffset Until(long refused) => DateTimeOffset.FromUnixTimeMilliseconds(refused) + Span;
    }

    /// <summary>Keeps one, and lets go of those that count no more.</summary>
    public static int Note(LedgerConnection db, LoginAccount account, DateTimeOffset now)
    {
        byte[] member = MemberHash.Of(db, account.Member);
        ClampToNow(db, now);
        db.Sql("DELETE FROM holdfast_refused_logins WHERE refused_at <= $since").Execute((now - Span).ToUnixTimeMilliseconds());
        return db.Sql("INSERT INTO holdfast_refused_logins(account, refused_at) VALUES ($account, $now)")
            .Execute(account.Secret is { } secret ? Both(member, MemberHash.OfSecret(db, secret)) : member, now.ToUnixTimeMilliseconds());
    }

    private static byte[] Both(byte[] member, byte[] secret) => [.. member, .. secret];

    /// <summary>Makes what a clock that was set back has put into the future one of now, so that it ends in an hour and not in a year.</summary>
    public static int ClampToNow(LedgerConnection db, DateTimeOffset now) =>
        db.Sql("UPDATE holdfast_refused_logins SET refused_at = $now WHERE refused_at > $now").Execute(now.ToUnixTimeMilliseconds());
}
