using Holdfast.Actions;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.App;

/// <summary>Runs an action with the engine, once it is sure that the program brought all the engine needs.</summary>
internal sealed class EngineRunner(IServiceProvider services) : IActionRunner
{
    public Task<RunReport> RunAsync(HoldfastAction action, RunSettings settings, CancellationToken drain)
    {
        if (services.GetService<ISessionManager>() is null)
        {
            throw new ConfigurationException("this program has no session: add an adapter to its builder, such as UseSelenium.");
        }

        if (services.GetService<SessionHttpClient>() is null)
        {
            throw new ConfigurationException("this program does not say which site it works on: call AddSessionHttp on its builder.");
        }

        return services.GetRequiredService<RunEngine>().RunAsync(action, settings, drain);
    }
}
