namespace Holdfast.Ledger;

/// <summary>What waits to be written to a ledger. For the test kit.</summary>
internal interface ILedgerQueue
{
    /// <summary>True while no work waits or runs.</summary>
    bool IsIdle { get; }

    /// <summary>Called before each piece of work, which fails with what it throws.</summary>
    Action? Before { get; set; }
}
