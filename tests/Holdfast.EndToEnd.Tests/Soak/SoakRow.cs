namespace Holdfast.EndToEnd.Tests;

/// <summary>One fault that was done, and what came of it.</summary>
/// <param name="Number">Which it was, from 1.</param>
/// <param name="Fault">What was done.</param>
/// <param name="Leg">The start of the job that it struck, from 1.</param>
/// <param name="Committed">Items committed when it struck.</param>
/// <param name="IncidentsBefore">Incidents in the ledger then.</param>
/// <param name="Before">What the job held then.</param>
/// <param name="Incidents">Incidents that were written from then until the next fault.</param>
/// <param name="Cause">The cause that its incident names; null without one.</param>
/// <param name="NoticedMs">From the fault to the incident.</param>
/// <param name="RecoveredMs">From the incident to the next generation.</param>
/// <param name="SlowSteps">Steps of that which took long, in words; null when none did.</param>
/// <param name="Interrupted">The soak itself was ended before the outcome was seen; the incident counts, nothing else does.</param>
internal sealed record SoakRow(
    int Number,
    SoakFault Fault,
    int Leg,
    long Committed,
    int IncidentsBefore,
    SoakSample Before,
    int Incidents = 0,
    string? Cause = null,
    double? NoticedMs = null,
    double? RecoveredMs = null,
    string? SlowSteps = null,
    bool Interrupted = false);
