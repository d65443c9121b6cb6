using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Holdfast.Actions;

/// <summary>Registers the runner, and places of the user's own for records.</summary>
public static class ActionsBuilderExtensions
{
    /// <summary>Registers the runner and the keeper of incidents. An adapter, <c>AddSessionHttp</c> and a ledger, such as <c>AddSqliteLedger</c>, are needed as
    /// well.</summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="InvalidOperationException">The builder is a named session's: runs use the session without a name.</exception>
    /// <remarks>Without a ledger, making the runner throws an <see cref="InvalidOperationException"/>.</remarks>
    public static IHoldfastBuilder AddRunEngine(this IHoldfastBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.RequireUnnamed(nameof(AddRunEngine));
        builder.Services.TryAddSingleton<LedgerIncidentSink>();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IIncidentSink, LedgerIncidentSink>(
            services => services.GetRequiredService<LedgerIncidentSink>()));
        builder.Services.TryAddSingleton<LedgerLoginLimit>();
        builder.Services.TryAddSingleton<ILoginLimit>(services => services.GetRequiredService<LedgerLoginLimit>());
        builder.Services.TryAddSingleton(services => new RunEngine(
            services.GetRequiredService<ISessionManager>(),
            services.GetRequiredService<SessionHttpClient>(),
            services.GetRequiredService<LedgerIncidentSink>(),
            services.GetRequiredService<LedgerLoginLimit>(),
            services.GetServices<SinkRegistration>(),
            services.GetService<IRunLedgerStore>() ?? throw new InvalidOperationException(
                "No ledger is registered, so no run can be accounted for. Call AddSqliteLedger() where AddRunEngine() is called."),
            services.GetRequiredService<TimeProvider>(),
            services.GetService<ILogger<RunEngine>>()));
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
