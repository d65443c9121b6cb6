using Holdfast.Actions;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.App;

/// <summary>Runs an action with the engine, once it is sure that the program brought all the engine needs. The session ends with the run.</summary>
internal sealed class EngineRunner(IServiceProvider services) : IActionRunner
{
    public Task<RunReport> RunAsync(IAction action, RunSettings settings, CancellationToken stop) =>
        Engine().RunAsync(action, settings, EndSessionAsync, stop);

    public async Task<(RunEnd End, string? Reason)> PreviewAsync(
        IAction action, RunSettings settings, Action<EffectPreview> show, CancellationToken stop)
    {
        RunEngine engine = Engine();
        try
        {
            return await engine.PreviewAsync(action, settings, show, stop).ConfigureAwait(false);
        }
        catch (ArgumentException exception) when (exception.ParamName == nameof(action))
        {
            throw new UsageException($"--dry-run is for actions that send; '{action.Name}' sends nothing.");
        }
        finally
        {
            await EndSessionAsync().ConfigureAwait(false);
        }
    }

    private Task EndSessionAsync() => services.GetRequiredService<ISessionManager>().DisposeAsync().AsTask();

    private RunEngine Engine()
    {
        if (services.GetService<ISessionManager>() is null)
        {
            throw new ConfigurationException("this program has no session: add an adapter to its builder, such as UseSelenium.");
        }

        if (services.GetService<SessionHttpClient>() is null)
        {
            throw new ConfigurationException("this program does not say which site it works on: call AddSessionHttp on its builder.");
        }

        return services.GetRequiredService<RunEngine>();
    }
}
