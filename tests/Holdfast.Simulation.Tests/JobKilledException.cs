namespace Holdfast.Simulation.Tests;

/// <summary>The job is not there any more.</summary>
internal sealed class JobKilledException() : Exception("the job was killed");
