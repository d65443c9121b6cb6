namespace Kinfolk.Site;

/// <summary>The body of an answer that refuses.</summary>
public sealed record ApiError(string Error);
