using CsCheck;

namespace Holdfast.Testing.Tests;

/// <summary>Random lives of a manager, against the model. A failure prints the shortest sequence that was found, and its seed.</summary>
public sealed class ManagerPropertyTests
{
    [Fact]
    public Task AnySequence_OneIncidentAndOneRecoveryForEachDeath() =>
        Gen.Enum<ManagerStep>().Array[0, 25].SampleAsync(steps => ManagerModel.RunAsync(steps), iter: 300, threads: 1);
}
