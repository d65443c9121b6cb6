namespace Holdfast.Testing;

/// <summary>Something that goes wrong every day without a session dying of it.</summary>
/// <typeparam name="TSession">What a caller drives.</typeparam>
/// <param name="Name">What the report calls it.</param>
/// <param name="RunAsync">Runs into it; may throw what the call of the job would throw. Leaves the session fit for another command.</param>
public sealed record ConformanceTrouble<TSession>(string Name, Func<SessionLease<TSession>, CancellationToken, Task> RunAsync)
    where TSession : class;
