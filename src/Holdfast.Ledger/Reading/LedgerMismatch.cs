namespace Holdfast.Ledger;

/// <summary>One place where two rows of the ledger contradict each other.</summary>
public sealed class LedgerMismatch
{
    internal LedgerMismatch(string what, string? key, string expected, string found) =>
        (What, Key, Expected, Found) = (what, key, expected, found);

    /// <summary>What was compared.</summary>
    public string What { get; }

    /// <summary>The item or record concerned; null when it concerns the run as a whole.</summary>
    public string? Key { get; }

    /// <summary>What the other rows imply.</summary>
    public string Expected { get; }

    /// <summary>What is there.</summary>
    public string Found { get; }

    /// <summary>In one line.</summary>
    public override string ToString() => $"{What}{(Key is null ? "" : $" ({Key})")}: expected {Expected}, found {Found}";
}
