using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Holdfast;

/// <summary>Registers Holdfast.</summary>
public static class HoldfastServiceCollectionExtensions
{
    /// <summary>Registers the options and the clock. An adapter adds its provider with <see cref="AddSession{TSession}"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Changes options; null for the defaults. They are validated when the host starts.</param>
    /// <returns>What adapters extend.</returns>
    public static IHoldfastBuilder AddHoldfast(this IServiceCollection services, Action<SessionOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SessionOptions>, SessionOptionsValidator>());
        services.AddOptions<SessionOptions>().ValidateOnStart();
        if (configure is not null)
        {
            services.Configure(configure);
        }

        return new HoldfastBuilder(services);
    }

    /// <summary>Registers the manager of a session, for the provider that the adapter registered.</summary>
    /// <typeparam name="TSession">What a caller drives.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IHoldfastBuilder AddSession<TSession>(this IHoldfastBuilder builder)
        where TSession : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<SessionManager<TSession>>();
        builder.Services.TryAddSingleton<ISessionManager>(services => services.GetRequiredService<SessionManager<TSession>>());
        return builder;
    }

    private sealed class HoldfastBuilder(IServiceCollection services) : IHoldfastBuilder
    {
        public IServiceCollection Services { get; } = services;
    }
}
