using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Holdfast.Actions;

/// <summary>Registers the runner.</summary>
public static class ActionsBuilderExtensions
{
    /// <summary>Registers the runner and the keeper of incidents. An adapter and <c>AddSessionHttp</c> are needed as well.</summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IHoldfastBuilder AddRunEngine(this IHoldfastBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<LedgerIncidentSink>();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IIncidentSink, LedgerIncidentSink>(
            services => services.GetRequiredService<LedgerIncidentSink>()));
        builder.Services.TryAddSingleton(services => new RunEngine(
            services.GetRequiredService<ISessionManager>(),
            services.GetRequiredService<SessionHttpClient>(),
            services.GetRequiredService<LedgerIncidentSink>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetService<ILogger<RunEngine>>()));
        return builder;
    }
}
