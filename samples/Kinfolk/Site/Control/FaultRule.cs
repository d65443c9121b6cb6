namespace Kinfolk.Site;

/// <summary>Answers that the site gives instead of the right ones.</summary>
/// <param name="Path">Prefix of path and query; a method before it and <c>$</c> for the whole are allowed.</param>
/// <param name="Status">The HTTP status, such as 429 or 503; 0 drops the connection without an answer.</param>
/// <param name="Count">How many requests get it; -1: for ever.</param>
/// <param name="RetryAfterSeconds">The Retry-After header; null: none.</param>
public sealed record FaultRule(string Path, int Status, int Count = -1, int? RetryAfterSeconds = null);
