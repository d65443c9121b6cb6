using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Holdfast.Ledger.Sqlite;

/// <summary>Registers ledgers that are SQLite files.</summary>
public static class SqliteBuilderExtensions
{
    /// <summary>Keeps each run's ledger in an SQLite file, named by <c>RunSettings.LedgerPath</c>. The runner needs it, or another kind of ledger.</summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IHoldfastBuilder AddSqliteLedger(this IHoldfastBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<IRunLedgerStore>(services => new SqliteRunLedgerStore(services.GetRequiredService<TimeProvider>()));
        return builder;
    }
}
