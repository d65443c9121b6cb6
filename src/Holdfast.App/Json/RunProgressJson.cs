namespace Holdfast.App;

/// <summary>How far a plain action is.</summary>
internal sealed record RunProgressJson(long Done, long? Total, string? Text, bool Completed);
