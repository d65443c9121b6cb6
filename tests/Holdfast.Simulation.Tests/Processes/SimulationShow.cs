namespace Holdfast.Simulation.Tests;

/// <summary>What a process prints of its runs.</summary>
[Flags]
internal enum SimulationShow
{
    /// <summary>Those that broke a promise, each with everything that happened.</summary>
    None = 0,

    /// <summary>Of each run the way that it went, in one number.</summary>
    Ways = 1,

    /// <summary>Of each run everything that happened.</summary>
    Traces = 2,

    /// <summary>The action has a bug that shows in some orders only.</summary>
    Careless = 4,
}
