using Xunit.Runner.InProc.SystemConsole;

namespace Holdfast.Simulation.Tests;

/// <summary>The tests; or, as a process that they start, simulated runs.</summary>
internal static class Program
{
    public static int Main(string[] args) => args is ["simulate", ..] ? SimulationWorker.Run(args[1..]) : ConsoleRunner.Run(args).GetAwaiter().GetResult();
}
