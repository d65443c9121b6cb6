namespace Holdfast.Ledger.Contract.Tests;

/// <summary>Deaths of sessions, in short.</summary>
internal static class Died
{
    private static readonly DateTimeOffset s_at = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    /// <summary>A death of which recovery is under way.</summary>
    public static Incident Open(LossCause cause, int generation = 1) => new()
    {
        Session = "main",
        Generation = generation,
        Cause = cause,
        FirstSymptom = "tab crashed",
        Evidence = [new TimedEvidence(new Evidence(cause, EvidenceStrength.Explicit, "cdp-target", "tab crashed"), TimeSpan.Zero)],
        DetectedAt = s_at,
        SinceLastHeartbeat = TimeSpan.FromSeconds(2),
        AdmittedAtLatch = 17,
        InFlight = 4,
        SymptomsSuppressed = 1,
    };

    /// <summary>The same death, recovered.</summary>
    public static Incident Recovered(LossCause cause, int generation = 1) => Open(cause, generation) with
    {
        SymptomsSuppressed = 9,
        Steps = [new RecoveryStep(1, "new-tab", TimeSpan.FromSeconds(1), "ok")],
        Duration = TimeSpan.FromSeconds(3),
        Outcome = IncidentOutcome.Recovered,
    };
}
