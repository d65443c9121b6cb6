namespace Holdfast.App;

/// <summary>How records are exported.</summary>
internal enum ExportFormat
{
    /// <summary>One table for spreadsheets; text that could be taken for a formula is changed.</summary>
    Csv,

    /// <summary>One JSON object on each line, exactly as stored.</summary>
    Jsonl,
}
