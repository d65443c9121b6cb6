namespace Holdfast.Testing;

/// <summary>One fault, injected once.</summary>
/// <param name="Expected">What must come of it.</param>
/// <param name="SeenSilent">From the injection until the session was seen to be <see cref="SessionState.Unresponsive"/>; null when it never was.</param>
/// <param name="Noticed">From the injection to the lease's <c>Lost</c>.</param>
/// <param name="InFlightEnded">From the injection to the exception of the call that was in flight; null when none was.</param>
/// <param name="Recovered">From <c>Lost</c> to the next generation.</param>
/// <param name="Step">The step that brought it: <c>reuse</c>, <c>new-tab</c> or <c>launch</c>.</param>
/// <param name="Incident">The incident, with its outcome.</param>
/// <param name="Incidents">How many incidents there were; one is right.</param>
/// <param name="ProcessesLeft">Processes of either browser that were still running after everything was closed.</param>
public sealed record ConformanceRound(
    FaultExpectation Expected,
    TimeSpan? SeenSilent,
    TimeSpan Noticed,
    TimeSpan? InFlightEnded,
    TimeSpan Recovered,
    string Step,
    Incident Incident,
    int Incidents,
    int ProcessesLeft)
{
    /// <summary>What is not as it must be, in words; empty when all is well.</summary>
    public IReadOnlyList<string> Problems
    {
        get
        {
            List<string> problems = [];
            if (Incident.Cause != Expected.Cause)
            {
                problems.Add($"the cause is {Incident.Cause}, not {Expected.Cause}: {Incident.FirstSymptom}");
            }

            if (Incidents != 1)
            {
                problems.Add($"{Incidents} incidents for one death");
            }

            if (Noticed > Expected.NoticedWithin)
            {
                problems.Add($"noticed after {Noticed.TotalSeconds:0.0} s, later than {Expected.NoticedWithin.TotalSeconds:0.0} s");
            }

            if (InFlightEnded - Noticed > TimeSpan.FromSeconds(1))
            {
                problems.Add($"the call in flight ended only {(InFlightEnded - Noticed)!.Value.TotalSeconds:0.0} s after the death");
            }

            if (Incident.Outcome != IncidentOutcome.Recovered)
            {
                problems.Add($"the outcome is {Incident.Outcome}");
            }

            if (ProcessesLeft != 0)
            {
                problems.Add($"{ProcessesLeft} processes left behind");
            }

            return problems;
        }
    }
}
