namespace Holdfast.EndToEnd.Tests;

/// <summary>What is left when the last fault is over and the gather is complete.</summary>
/// <param name="Left">What the job left behind: processes, folders, temporary files.</param>
/// <param name="Incidents">Incidents in the ledger.</param>
/// <param name="ErrorLines">Error lines in the job's log.</param>
/// <param name="ExitCode">How the job ended.</param>
/// <param name="Legs">How often it was started.</param>
/// <param name="Records">Records that it gathered.</param>
/// <param name="Contradiction">Where the ledger differs from the site or from itself; null when nowhere.</param>
/// <param name="Worked">The time in which the job ran, from the ledger.</param>
internal sealed record SoakEnd(
    SoakSample Left, int Incidents, int ErrorLines, int ExitCode, int Legs, long Records, string? Contradiction, TimeSpan Worked);
