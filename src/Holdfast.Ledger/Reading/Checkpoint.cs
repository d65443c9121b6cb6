namespace Holdfast.Ledger;

/// <summary>What the ledger keeps of a plain action's run.</summary>
/// <param name="Value">What the action saved last; null when it never did.</param>
/// <param name="Progress">How far it said it was.</param>
internal sealed record Checkpoint(string? Value, RunProgress Progress)
{
    public static readonly Checkpoint None = new(null, new RunProgress(0, null, null, isCompleted: false));
}
