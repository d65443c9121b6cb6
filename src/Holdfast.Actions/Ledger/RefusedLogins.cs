namespace Holdfast.Actions;

/// <summary>Counts refused logins. Sites lock an account after three or more.</summary>
internal static class RefusedLogins
{
    /// <summary>How many may be refused within <see cref="Span"/>, over all starts.</summary>
    public const int Most = 2;

    public static readonly TimeSpan Span = TimeSpan.FromHours(1);

    /// <summary>When a login may be tried again; null when it may be tried now.</summary>
    /// <remarks>A refusal of the future, which a clock that was set back leaves behind, counts as one of now.</remarks>
    public static DateTimeOffset? HeldUntil(LedgerConnection db, string account, DateTimeOffset now)
    {
        if (MemberHash.Find(db, account) is not { } hash)
        {
            return null;
        }
        return db.Sql(
            """
            SELECT min(refused_at, $now) FROM holdfast_refused_logins WHERE account = $account AND refused_at > $since
            ORDER BY refused_at DESC LIMIT 1 OFFSET $before
            """).Scalar(now.ToUnixTimeMilliseconds(), hash, (now - Span).ToUnixTimeMilliseconds(), Most - 1) is long last
            ? DateTimeOffset.FromUnixTimeMilliseconds(last) + Span
            : null;
    }

    /// <summary>Keeps one, and lets go of those that count no more.</summary>
    public static int Note(LedgerConnection db, string account, DateTimeOffset now)
    {
        Settle(db, now);
        db.Sql("DELETE FROM holdfast_refused_logins WHERE refused_at <= $since").Execute((now - Span).ToUnixTimeMilliseconds());
        return db.Sql("INSERT INTO holdfast_refused_logins(account, refused_at) VALUES ($account, $now)")
            .Execute(MemberHash.Of(db, account), now.ToUnixTimeMilliseconds());
    }

    /// <summary>Makes what a clock that was set back has put into the future one of now, so that it ends in an hour and not in a year.</summary>
    public static int Settle(LedgerConnection db, DateTimeOffset now) =>
        db.Sql("UPDATE holdfast_refused_logins SET refused_at = $now WHERE refused_at > $now").Execute(now.ToUnixTimeMilliseconds());
}
