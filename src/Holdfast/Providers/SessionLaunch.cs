namespace Holdfast;

/// <summary>What a provider is told when it launches a session.</summary>
/// <param name="Generation">The generation that the session is launched for, from 1.</param>
/// <param name="Evidence">Where the session's watchers report a death, for as long as the session lives. A session that is kept for a
/// later generation goes on with the same sink.</param>
public sealed record SessionLaunch(int Generation, IEvidenceSink Evidence);
