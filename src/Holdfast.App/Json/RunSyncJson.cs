namespace Holdfast.App;

/// <summary>Since when a sync reads.</summary>
internal sealed record RunSyncJson(long? SinceRun, string? Since, string? Watermark);
