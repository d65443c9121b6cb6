namespace Holdfast.App;

/// <summary>An item that is not whole.</summary>
internal sealed record ItemJson(string Key, string State, string? Reason, int Attempts);
