using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;

namespace Holdfast.Http;

/// <summary>Registers API calls that ride on a browser's login.</summary>
public static class SessionHttpBuilderExtensions
{
    /// <summary>Adds <see cref="SessionHttpClient"/>, and the <see cref="ILoginVerifier"/> that asks the site who we are.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the options; <see cref="SessionHttpOptions.BaseAddress"/> and <see cref="SessionHttpOptions.WhoAmI"/> are
    /// required, and checked at start.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="InvalidOperationException">The builder is a named session's: calls ride on the session without a name.</exception>
    public static IHoldfastBuilder AddSessionHttp(this IHoldfastBuilder builder, Action<SessionHttpOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.RequireUnnamed(nameof(AddSessionHttp));
        IServiceCollection services = builder.Services;
        services.AddOptions<SessionHttpOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SessionHttpOptions>, SessionHttpOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SessionHttpOptions>, SessionHttpRules>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Throttle>();
        services.TryAddSingleton<Transport>();
        services.TryAddSingleton(provider => new LiveJars(
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IOptions<SessionHttpOptions>>().Value.LoginCookie));
        services.TryAddSingleton(provider => new LogoutSigns(provider.GetRequiredService<IOptions<SessionHttpOptions>>().Value));
        services.TryAddSingleton<ILoginVerifier, HttpLoginVerifier>();
        services.TryAddSingleton(provider => new SessionHttpClient(
            provider.GetRequiredService<IHttpMessageHandlerFactory>(),
            provider.GetRequiredService<IOptions<SessionHttpOptions>>(),
            provider.GetRequiredService<LogoutSigns>(),
            provider.GetRequiredService<Transport>(),
            provider.GetRequiredService<Throttle>(),
            provider.GetRequiredService<LiveJars>(),
            provider.GetRequiredService<ILoginVerifier>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddTransient<SuspicionHandler>();
        services.TryAddTransient<ThrottleHandler>();
        services.TryAddTransient<SessionHandler>();
        AddHandlers(services);
        return builder;
    }

    private static void AddHandlers(IServiceCollection services)
    {
        // The factory's loggers print headers; a host's defaults for all clients (a standard resilience handler) would retry a second time.
        IHttpClientBuilder client = services.AddHttpClient(SessionHttpClient.HandlerName)
            .RemoveAllLoggers()
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
#pragma warning disable EXTEXP0001 // The one call that undoes a host's defaults is marked experimental.
        client.RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
        client.AddHttpMessageHandler<SuspicionHandler>();
        client.AddResilienceHandler("transient-faults", static (pipeline, context) => RetryPolicy.ConfigureRetry(pipeline, Prepare(pipeline, context)));
        client.AddHttpMessageHandler<ThrottleHandler>();
        client.AddResilienceHandler("attempt", static (pipeline, context) => RetryPolicy.ConfigureTimeout(pipeline, Prepare(pipeline, context)));
        client.ConfigurePrimaryHttpMessageHandler<SessionHandler>();
    }

    private static SessionHttpOptions Prepare(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, ResilienceHandlerContext context)
    {
        pipeline.TimeProvider = context.ServiceProvider.GetRequiredService<TimeProvider>();
        return context.ServiceProvider.GetRequiredService<IOptions<SessionHttpOptions>>().Value;
    }
}
