namespace Kinfolk.Site;

/// <summary>A note that a member stored.</summary>
/// <param name="Number">Its place in the order of storing; the first is 1.</param>
/// <param name="Id">The match it belongs to.</param>
/// <param name="Text">The text.</param>
/// <param name="Member">Who stored it.</param>
public sealed record Note(int Number, string Id, string Text, string Member);
