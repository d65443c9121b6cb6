namespace Kinfolk;

/// <summary>What is gathered for each match.</summary>
internal sealed record Match(
    string Id,
    string Name,
    decimal? SharedCm,
    int? Segments,
    string? Relationship,
    int TreeSize,
    string? Note,
    int? Born,
    string? Place,
    IReadOnlyList<string> Badges);
