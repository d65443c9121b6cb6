namespace Holdfast.App;

/// <summary>How often, and how long in all.</summary>
internal sealed record CountedTimeJson(int Count, string Duration);
