namespace Kinfolk.Site;

/// <summary>The moment a wait for requests ended.</summary>
/// <param name="Received">Matching requests received.</param>
/// <param name="Pending">Requests without an answer at that moment, the arriving one included.</param>
/// <param name="Sequence">The newest request's place in the log.</param>
/// <param name="TimedOut">The count was not reached in time.</param>
public sealed record ArrivalReport(int Received, int Pending, long Sequence, bool TimedOut);
