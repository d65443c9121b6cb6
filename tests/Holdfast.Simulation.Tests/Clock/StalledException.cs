namespace Holdfast.Simulation.Tests;

/// <summary>Somebody holds the pool's one thread: nothing more can be tried in this process.</summary>
internal sealed class StalledException() : Exception("somebody has held the only thread for a minute of real time");
