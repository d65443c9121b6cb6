namespace Holdfast.Ledger.Contract.Tests;

/// <summary>What a job does until it is killed.</summary>
internal enum JobRole
{
    /// <summary>Plans pages of ten and commits batches of five.</summary>
    Gather,

    /// <summary>Plans effects, and begins and confirms one after the other.</summary>
    Send,

    /// <summary>Saves checkpoint after checkpoint.</summary>
    Count,

    /// <summary>Begins run after run and ends each at once.</summary>
    Finish,

    /// <summary>Holds the action's lock.</summary>
    Lock,
}
