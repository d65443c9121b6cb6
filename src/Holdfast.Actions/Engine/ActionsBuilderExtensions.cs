using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Holdfast.Actions;

/// <summary>Registers the runner, and places of the user's own for records.</summary>
public static class ActionsBuilderExtensions
{
    /// <summary>Registers the runner of a session's runs. An adapter, <c>AddSessionHttp</c> and a ledger, such as <c>AddSqliteLedger</c>, are needed as
    /// well. A named session's is registered under its name; ledger, sinks and observers serve them all.</summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    /// <remarks>Without a ledger, making the runner throws an <see cref="InvalidOperationException"/>.</remarks>
    public static IHoldfastBuilder AddRunEngine(this IHoldfastBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;

        // Null, in the session without a name, is no key.
        string? key = builder.ServiceKey;
        if (services.Any(service => service.ServiceType == typeof(SessionRuns) && Equals(service.ServiceKey, key)))
        {
            return builder;
        }

        services.AddKeyedSingleton(key, static (_, _) => new SessionRuns());
        services.AddKeyedSingleton<IIncidentSink>(key, static (provider, name) => provider.GetRequiredKeyedService<SessionRuns>(name));
        services.TryAddKeyedSingleton<ILoginLimit>(key, static (provider, name) => provider.GetRequiredKeyedService<SessionRuns>(name));
        services.AddKeyedSingleton(key, static (provider, name) => new RunEngine(
            provider.GetRequiredKeyedService<ISessionManager>(name),
            provider.GetRequiredKeyedService<SessionHttpClient>(name),
            provider.GetRequiredKeyedService<SessionRuns>(name),
            provider.GetServices<IRunObserver>(),
            provider.GetServices<SinkRegistration>(),
            provider.GetService<IRunLedgerStore>() ?? throw new InvalidOperationException(
                "No ledger is registered, so no run can be accounted for. Call AddSqliteLedger() where AddRunEngine() is called."),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ILogger<RunEngine>>()));
        return builder;
    }

    /// <summary>Gives an action's records to a sink as well: to tables of the user's own in the ledger's file, or to a place elsewhere.</summary>
    /// <typeparam name="TAction">The gather action.</typeparam>
    /// <typeparam name="TSink">An <c>IRecordSink&lt;TRecord&gt;</c> or <see cref="IRecordDelivery{TRecord}"/> of the action's record. It is made by
    /// the container when the action is run, so it may ask for services.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IHoldfastBuilder AddRecordSink<TAction, TSink>(this IHoldfastBuilder builder)
        where TAction : class, IAction
        where TSink : class, IRecordSink
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<TSink>();
        builder.Services.AddSingleton(services => new SinkRegistration(typeof(TAction), services.GetRequiredService<TSink>));
        return builder;
    }
}
