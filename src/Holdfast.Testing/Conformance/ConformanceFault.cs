namespace Holdfast.Testing;

/// <summary>One way to hurt a session, and what must come of it. For faults that an adapter's <see cref="IFaultTarget"/> does not know.</summary>
/// <typeparam name="TSession">What a caller drives.</typeparam>
/// <param name="Name">What the report calls it.</param>
/// <param name="Expected">What must come of it.</param>
/// <param name="InjectAsync">Does the harm. May go on until after the death was noticed; must end when its token does.</param>
public sealed record ConformanceFault<TSession>(
    string Name, FaultExpectation Expected, Func<ConformanceStrike<TSession>, CancellationToken, Task> InjectAsync)
    where TSession : class
{
    /// <summary>Ends whatever of the fault outlasts the death, such as a stopped process that the session under test cannot reach: called once the
    /// next generation has proven itself, and when the round fails. Default null: nothing does.</summary>
    public Action? Release { get; init; }
}
