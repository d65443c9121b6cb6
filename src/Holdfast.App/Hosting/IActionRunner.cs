using Holdfast.Actions;

namespace Holdfast.App;

/// <summary>Runs one leg of an action. A seam for tests.</summary>
internal interface IActionRunner
{
    Task<RunReport> RunAsync(IAction action, RunSettings settings, CancellationToken stop);

    /// <summary>Goes through a send action's plan, and shows it.</summary>
    Task<(RunEnd End, string? Reason)> PreviewAsync(IAction action, RunSettings settings, Action<EffectPreview> show, CancellationToken stop);
}
