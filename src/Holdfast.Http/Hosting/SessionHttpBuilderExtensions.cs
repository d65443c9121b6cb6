using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;

namespace Holdfast.Http;

/// <summary>Registers API calls that ride on a browser's login.</summary>
public static class SessionHttpBuilderExtensions
{
    /// <summary>Adds <see cref="SessionHttpClient"/>, and the <see cref="ILoginVerifier"/> that asks the site who we are. For a named session both are
    /// registered under its name, and the options are the named ones.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the options; <see cref="SessionHttpOptions.BaseAddress"/> and <see cref="SessionHttpOptions.WhoAmI"/> are
    /// required, and checked at start.</param>
    /// <returns>The same builder.</returns>
    public static IHoldfastBuilder AddSessionHttp(this IHoldfastBuilder builder, Action<SessionHttpOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        IServiceCollection services = builder.Services;

        // Null, in the session without a name, is no key: then all this is registered and resolved as if there were none.
        string? key = builder.ServiceKey;
        services.AddOptions<SessionHttpOptions>(key ?? Options.DefaultName).Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SessionHttpOptions>, SessionHttpOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SessionHttpOptions>, SessionHttpRules>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddKeyedSingleton(key, static (provider, name) => new Throttle(
            OptionsOf(provider, name), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<Throttle>>()));
        services.TryAddKeyedSingleton(key, static (provider, name) => new Transport(
            OptionsOf(provider, name), provider.GetRequiredKeyedService<Throttle>(name), provider.GetRequiredService<TimeProvider>()));
        services.TryAddKeyedSingleton(key, static (provider, name) => new LiveJars(
            provider.GetRequiredService<TimeProvider>(), OptionsOf(provider, name).Value.LoginCookie));
        services.TryAddKeyedSingleton(key, static (provider, name) => new LogoutSigns(OptionsOf(provider, name).Value));
        services.TryAddKeyedSingleton<ILoginVerifier>(key, static (provider, name) => new HttpLoginVerifier(
            OptionsOf(provider, name),
            provider.GetRequiredKeyedService<LogoutSigns>(name),
            provider.GetRequiredKeyedService<Transport>(name),
            provider.GetRequiredKeyedService<Throttle>(name),
            provider.GetRequiredKeyedService<LiveJars>(name),
            new LoginPageSight(
                OptionsOf(provider, name).Value,
                provider.GetRequiredKeyedService<LogoutSigns>(name),
                provider.GetRequiredKeyedService<Transport>(name),
                provider.GetRequiredKeyedService<Throttle>(name),
                provider.GetRequiredService<TimeProvider>())));
        services.TryAddKeyedSingleton(key, static (provider, name) => new SessionHttpClient(
            provider.GetRequiredService<IHttpMessageHandlerFactory>(),
            ChainOf(name),
            OptionsOf(provider, name),
            provider.GetRequiredKeyedService<LogoutSigns>(name),
            provider.GetRequiredKeyedService<Transport>(name),
            provider.GetRequiredKeyedService<Throttle>(name),
            provider.GetRequiredKeyedService<LiveJars>(name),
            provider.GetRequiredKeyedService<ILoginVerifier>(name),
            provider.GetRequiredService<TimeProvider>()));
        AddHandlers(services, key);
        return builder;
    }

    private static void AddHandlers(IServiceCollection services, string? key)
    {
        // The factory's loggers print headers; a host's defaults for all clients (a standard resilience handler) would retry a second time.
        IHttpClientBuilder client = services.AddHttpClient(ChainOf(key))
            .RemoveAllLoggers()
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
#pragma warning disable EXTEXP0001 // The one call that undoes a host's defaults is marked experimental.
        client.RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
        client.AddHttpMessageHandler(provider => new SuspicionHandler(provider.GetRequiredKeyedService<LogoutSigns>(key), OptionsOf(provider, key)));
        client.AddResilienceHandler("transient-faults", (pipeline, context) => RetryPolicy.ConfigureRetry(pipeline, Prepare(pipeline, context, key)));
        client.AddHttpMessageHandler(provider => new ThrottleHandler(OptionsOf(provider, key), provider.GetRequiredKeyedService<Throttle>(key)));
        client.AddResilienceHandler("attempt", (pipeline, context) => RetryPolicy.ConfigureTimeout(pipeline, Prepare(pipeline, context, key)));
        client.ConfigurePrimaryHttpMessageHandler(provider => new SessionHandler(
            provider.GetRequiredKeyedService<Transport>(key), provider.GetRequiredKeyedService<LogoutSigns>(key), OptionsOf(provider, key)));
    }

    private static SessionHttpOptions Prepare(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, ResilienceHandlerContext context, string? key)
    {
        pipeline.TimeProvider = context.ServiceProvider.GetRequiredService<TimeProvider>();
        return OptionsOf(context.ServiceProvider, key).Value;
    }

    private static IOptions<SessionHttpOptions> OptionsOf(IServiceProvider provider, object? key) => key is string name
        ? Options.Create(provider.GetRequiredService<IOptionsMonitor<SessionHttpOptions>>().Get(name))
        : provider.GetRequiredService<IOptions<SessionHttpOptions>>();

    private static string ChainOf(object? key) => key is string name ? $"{SessionHttpClient.HandlerName}.{name}" : SessionHttpClient.HandlerName;
}
