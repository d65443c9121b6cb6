namespace Holdfast.Ledger;

/// <summary>A record that a batch or a list page changed.</summary>
internal sealed record ChangedRecord(string Key, string Json, RecordContent Content, RecordChange Change, string? Missing);
