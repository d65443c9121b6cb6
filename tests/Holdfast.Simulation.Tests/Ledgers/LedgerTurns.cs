using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Holdfast.Simulation.Tests;

/// <summary>A ledger whose calls go over a <see cref="LedgerDesk"/>.</summary>
[SuppressMessage("Performance", "CA1852:Seal internal types", Justification = "The proxy derives from it.")]
internal class LedgerTurns : DispatchProxy
{
    private static readonly MethodInfo s_call = typeof(LedgerTurns).GetMethod(nameof(CallAsync), BindingFlags.NonPublic | BindingFlags.Instance)!;

    private IRunLedger _ledger = null!;
    private LedgerDesk _desk = null!;

    public static IRunLedger Around(IRunLedger ledger, LedgerDesk desk)
    {
        IRunLedger proxy = Create<IRunLedger, LedgerTurns>();
        ((LedgerTurns)(object)proxy)._ledger = ledger;
        ((LedgerTurns)(object)proxy)._desk = desk;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        Type result = targetMethod!.ReturnType;

        // A suspension is told of a generation, not written by its work: it may be dead by then.
        int? generation = targetMethod.Name == nameof(IRunLedger.RecordSuspensionAsync)
            ? null
            : args?.Select(GenerationOf).FirstOrDefault(found => found is not null);
        switch (targetMethod.Name)
        {
            case nameof(IAsyncDisposable.DisposeAsync):
                return new ValueTask(_desk.CloseAsync(() => _ledger.DisposeAsync().AsTask()));
            case nameof(IRunLedger.RequireRoom):
                _desk.LookAtRoom();
                return null;
        }

        if (result == typeof(Task))
        {
            string[] outcomes = [.. args?.OfType<IReadOnlyList<ItemOutcome>>().SelectMany(static some => some).Select(static outcome => outcome.Key) ?? []];
            return _desk.CallAsync(targetMethod.Name, generation, outcomes, () => (Task)Call(targetMethod, args)!);
        }

        return result.IsGenericType && result.GetGenericTypeDefinition() == typeof(Task<>)
            ? s_call.MakeGenericMethod(result.GetGenericArguments())
                .Invoke(this, BindingFlags.DoNotWrapExceptions, null, [targetMethod, args, generation], null)
            : Call(targetMethod, args);
    }

    /// <summary>The generation that a call writes for.</summary>
    private static int? GenerationOf(object? argument) => argument switch
    {
        GenerationStamp { Number: > 0 } stamp => stamp.Number,
        PageListing listing => listing.Generation.Number,
        _ => null,
    };

    private Task<T> CallAsync<T>(MethodInfo method, object?[]? arguments, int? generation) =>
        _desk.CallAsync(method.Name, generation, () => (Task<T>)Call(method, arguments)!);

    private object? Call(MethodInfo method, object?[]? arguments) =>
        method.Invoke(_ledger, BindingFlags.DoNotWrapExceptions, null, arguments, null);
}
