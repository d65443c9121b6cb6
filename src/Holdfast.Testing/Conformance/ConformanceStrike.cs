using System.Diagnostics;

namespace Holdfast.Testing;

/// <summary>One injection: the session that is hurt, and the moment from which the time until it is noticed counts.</summary>
/// <typeparam name="TSession">What a caller drives.</typeparam>
public sealed class ConformanceStrike<TSession>
    where TSession : class
{
    private long _at = Stopwatch.GetTimestamp();

    internal ConformanceStrike(SessionLease<TSession> lease) => Lease = lease;

    /// <summary>The session that is hurt.</summary>
    public SessionLease<TSession> Lease { get; }

    /// <summary>The timestamp from which the time counts.</summary>
    internal long At => Interlocked.Read(ref _at);

    /// <summary>The harm comes now: what it took to prepare it does not count. The last call counts; without one, the beginning of the injection.</summary>
    public void Now() => Interlocked.Exchange(ref _at, Stopwatch.GetTimestamp());
}
