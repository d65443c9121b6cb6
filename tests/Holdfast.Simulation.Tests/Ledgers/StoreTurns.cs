using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Holdfast.Simulation.Tests;

/// <summary>A store whose ledgers are used in turns, and can be taken from a job that is killed.</summary>
[SuppressMessage("Performance", "CA1852:Seal internal types", Justification = "The proxy derives from it.")]
internal class StoreTurns : DispatchProxy
{
    private IRunLedgerStore _store = null!;
    private Turns _turns = null!;
    private LedgerDesk _desk = null!;
    private IRunLedger? _ledger;
    private IDisposable? _runLock;

    public static IRunLedgerStore Around(IRunLedgerStore store, Turns turns, LedgerDesk desk)
    {
        IRunLedgerStore proxy = Create<IRunLedgerStore, StoreTurns>();
        StoreTurns own = (StoreTurns)(object)proxy;
        (own._store, own._turns, own._desk) = (store, turns, desk);
        return proxy;
    }

    /// <summary>The job was killed: the system closes what it had open. From a thread that is not the pool's.</summary>
    public static void Close(IRunLedgerStore store)
    {
        StoreTurns own = (StoreTurns)(object)store;
        own._ledger?.DisposeAsync().AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
        own._runLock?.Dispose();
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.ReturnType == typeof(Task<IRunLedger>))
        {
            return BeginAsync(() => (Task<IRunLedger>)Call(targetMethod, args)!);
        }

        object? result = Call(targetMethod, args);
        _runLock = targetMethod.ReturnType == typeof(IDisposable) ? (IDisposable)result! : _runLock;
        return result;
    }

    private async Task<IRunLedger> BeginAsync(Func<Task<IRunLedger>> begin)
    {
        _desk.Open();
        _ledger = await _turns.AwayAsync(begin);
        return LedgerTurns.Around(_ledger, _desk);
    }

    private object? Call(MethodInfo method, object?[]? arguments) =>
        method.Invoke(_store, BindingFlags.DoNotWrapExceptions, null, arguments, null);
}
