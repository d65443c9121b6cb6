using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
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
        return Add(services, key: null, configure);
    }

    /// <summary>Registers a session with a name, beside others and beside the one without a name, each with its own browser, login and incidents.</summary>
    /// <remarks>Everything of it is registered under its name as the service key: <see cref="SessionManager{TSession}"/> and
    /// <see cref="ISessionManager"/>, which are resolved with it, and what it uses: its <see cref="ISessionProvider{TSession}"/>,
    /// <see cref="ILoginVerifier"/>, <see cref="IIncidentSink"/>s and <see cref="ILoginLimit"/>. Nothing that is registered without a key serves it
    /// but the clock, loggers and meters. Its options are the named ones.</remarks>
    /// <param name="services">The services.</param>
    /// <param name="name">The name, and unless <paramref name="configure"/> says otherwise the name in logs, incidents and metrics too: up to 64 letters,
    /// digits, dots, dashes and underscores.</param>
    /// <param name="configure">Changes options; null for the defaults. They are validated when the host starts.</param>
    /// <returns>What adapters extend.</returns>
    /// <exception cref="ArgumentException">The name is empty, or has a session already.</exception>
    public static IHoldfastBuilder AddHoldfast(this IServiceCollection services, string name, Action<SessionOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (services.Any(service => service.ServiceType == typeof(HoldfastBuilder) && Equals(service.ServiceKey, name)))
        {
            throw new ArgumentException($"There is already a session '{name}': give each its own name, or extend what AddHoldfast returned.", nameof(name));
        }

        services.Configure<SessionOptions>(name, options => options.Name = name);
        return Add(services, name, configure);
    }

    /// <summary>Registers the manager of a session, for the provider that the adapter registered.</summary>
    /// <typeparam name="TSession">What a caller drives.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IHoldfastBuilder AddSession<TSession>(this IHoldfastBuilder builder)
        where TSession : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.ServiceKey is { } name)
        {
            builder.Services.TryAddKeyedSingleton(name, static (services, key) => MakeNamed<TSession>(services, (string)key!));
            builder.Services.TryAddKeyedSingleton<ISessionManager>(
                name, static (services, key) => services.GetRequiredKeyedService<SessionManager<TSession>>(key));
            return builder;
        }

        builder.Services.TryAddSingleton<SessionManager<TSession>>();
        builder.Services.TryAddSingleton<ISessionManager>(services => services.GetRequiredService<SessionManager<TSession>>());
        return builder;
    }

    private static HoldfastBuilder Add(IServiceCollection services, string? key, Action<SessionOptions>? configure)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SessionOptions>, SessionOptionsValidator>());
        OptionsBuilder<SessionOptions> options = services.AddOptions<SessionOptions>(key ?? Options.DefaultName).ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        HoldfastBuilder builder = new(services, key);
        if (key is not null)
        {
            services.AddKeyedSingleton(key, builder);
        }

        return builder;
    }

    private static SessionManager<TSession> MakeNamed<TSession>(IServiceProvider services, string name)
        where TSession : class => new(
            services.GetRequiredKeyedService<ISessionProvider<TSession>>(name),
            Options.Create(services.GetRequiredService<IOptionsMonitor<SessionOptions>>().Get(name)),
            services.GetKeyedService<ILoginVerifier>(name),
            services.GetKeyedServices<IIncidentSink>(name),
            services.GetRequiredService<TimeProvider>(),
            services.GetService<ILogger<SessionManager<TSession>>>(),
            services.GetService<IMeterFactory>(),
            services.GetKeyedService<ILoginLimit>(name));

    private sealed class HoldfastBuilder(IServiceCollection services, string? key) : IHoldfastBuilder
    {
        public IServiceCollection Services { get; } = services;

        public string? ServiceKey { get; } = key;
    }
}
