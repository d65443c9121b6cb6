namespace Holdfast.Ledger;

/// <summary>What the user decides about an effect.</summary>
public enum EffectDecision
{
    /// <summary>It happened. For effects that are in doubt or failed.</summary>
    Confirm,

    /// <summary>Send it (again). For effects that are in doubt, failed or dropped.</summary>
    Retry,

    /// <summary>Do not send it any more. For all but confirmed effects, and those whose attempt is not settled yet.</summary>
    Drop,
}
