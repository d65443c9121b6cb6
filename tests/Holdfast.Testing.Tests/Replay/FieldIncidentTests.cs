namespace Holdfast.Testing.Tests;

/// <summary>What happened in the field, again: it must come to one incident and one recovery here, and to what it came to there under the
/// predecessor's rules.</summary>
public sealed class FieldIncidentTests
{
    [Theory]
    [InlineData("cascades-712")]
    [InlineData("sleep-46-minutes")]
    [InlineData("death-during-refresh")]
    [InlineData("starved-machine")]
    [InlineData("pressed-machine")]
    [InlineData("hung-among-pressed")]
    [InlineData("stopped-among-starved")]
    public async Task Play_OurManager_KeepsThePromise(string name) =>
        Assert.Empty((await IncidentReplay.PlayAsync(Load(name))).Mismatches);

    [Fact]
    public async Task Cascades_EveryFailureUntilTheRecovery_IsASymptomOfTheDeath()
    {
        Incident incident = Assert.Single((await IncidentReplay.PlayAsync(Load("cascades-712"))).Incidents);

        // The 262 that were made before the record was closed, and those of the 20 in flight that had come to their end by then.
        Assert.Equal((320, 20), (incident.AdmittedAtLatch, incident.InFlight));
        Assert.InRange(incident.SymptomsSuppressed, 262, 282);
    }

    /// <summary>Recovery with a threshold of 20 errors, by whoever counted the last of them.</summary>
    [Fact]
    public async Task Cascades_PredecessorsThreshold_RecoversHundredsOfTimes()
    {
        ReplayResult result = await IncidentReplay.PlayAsync(Load("cascades-712"), new Predecessor { ErrorThreshold = 20 });

        Assert.Equal(712, result.Incidents.Count);
        Assert.True(result.SentToTheDead > 10_000, $"{result.SentToTheDead} calls");
        Assert.NotEmpty(result.Mismatches);
    }

    /// <summary>With the threshold but without the recovery, as it was left in the end: nothing notices, and every call is sent.</summary>
    [Fact]
    public async Task Cascades_PredecessorWithoutRecovery_NoticesNothing()
    {
        ReplayResult result = await IncidentReplay.PlayAsync(Load("cascades-712"), new Predecessor());

        Assert.Equal((0, 14_240), (result.Incidents.Count, result.SentToTheDead));
    }

    [Fact]
    public async Task Sleep_PredecessorsLateHeartbeat_KillsALivingSession()
    {
        ReplayResult result = await IncidentReplay.PlayAsync(Load("sleep-46-minutes"), new Predecessor { LateHeartbeatIsDeath = true });

        Assert.NotEmpty(result.Incidents);
        Assert.True(result.Launches > 1);
    }

    [Fact]
    public async Task Sleep_PredecessorsThreshold_TakesTheFloodForThreeDeaths()
    {
        ReplayResult result = await IncidentReplay.PlayAsync(Load("sleep-46-minutes"), new Predecessor { ErrorThreshold = 20 });

        Assert.Equal(3, result.Incidents.Count);
    }

    [Fact]
    public async Task Refresh_PredecessorsHealthCheck_DeclaresDeathDuringIt()
    {
        ReplayResult result = await IncidentReplay.PlayAsync(Load("death-during-refresh"), new Predecessor { SilenceIsDeath = true });

        Assert.True(result.Incidents.Count > 1, $"{result.Incidents.Count} incidents");
        Assert.True(result.Launches > 2, $"{result.Launches} launches");
    }

    /// <summary>Silence on a machine with too much to do, judged by its length alone.</summary>
    [Theory]
    [InlineData("starved-machine")]
    [InlineData("pressed-machine")]
    public async Task Machine_WithoutTheKernelsWord_IsTakenForAHang(string name)
    {
        IncidentScript script = Load(name);
        script.Probes = [.. script.Probes.Select(probe => probe with { Answer = probe.Answer with { IsPressed = false, Starved = TimeSpan.Zero } })];

        IReadOnlyList<Incident> incidents = (await IncidentReplay.PlayAsync(script)).Incidents;
        Assert.NotEmpty(incidents);
        Assert.All(incidents, incident => Assert.Equal(LossCause.Unresponsive, incident.Cause));
    }

    private static IncidentScript Load(string name) => IncidentScript.Load(Path.Combine(AppContext.BaseDirectory, "Replay", name + ".json"));
}
