namespace Holdfast;

/// <summary>Who the site says we are, and by which login it was asked.</summary>
/// <param name="Identity">The site's answer.</param>
/// <param name="Login">The login that it was asked with; null when there was none to ask with.</param>
/// <param name="Number">The ordinal of the question among those of its kind in its generation, from 1: a higher one was asked later.</param>
public sealed record LoginAnswer(Identity Identity, LoginSnapshot? Login, long Number);
