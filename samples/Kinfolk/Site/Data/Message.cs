namespace Kinfolk.Site;

/// <summary>A message that a member sent.</summary>
/// <param name="Number">Its place in the order of sending; the first is 1.</param>
/// <param name="Key">The sender's own key; the site keeps it and makes nothing of it.</param>
/// <param name="To">The match that it went to.</param>
/// <param name="Text">The text.</param>
/// <param name="Member">Who sent it.</param>
public sealed record Message(int Number, string? Key, string To, string Text, string Member);
