using Holdfast.Actions;

namespace Holdfast.App;

/// <summary>Runs one leg of an action. A seam for tests.</summary>
internal interface IActionRunner
{
    Task<RunReport> RunAsync(HoldfastAction action, RunSettings settings, CancellationToken drain);
}
