namespace Holdfast.Ledger;

/// <summary>What a comparison compares: the hash of the record's meaning, and whether it is whole.</summary>
internal readonly record struct RecordContent(byte[] Hash, bool Whole)
{
    public bool Equals(RecordContent other) => Whole == other.Whole && Hash.AsSpan().SequenceEqual(other.Hash);

    public override int GetHashCode() => HashCode.Combine(Whole, BitConverter.ToInt32(Hash));
}
