namespace Holdfast.Tests;

public sealed class DeathTests
{
    private readonly TestClock _clock = new();

    [Fact]
    public void Add_StrongerEvidence_RenamesTheCause()
    {
        Death death = Make(EvidenceStrength.Inferred, LossCause.TabLost);
        death.Add(new(LossCause.BrowserExited, EvidenceStrength.Process, "pidfd", "exited"));
        death.Add(new(LossCause.DriverExited, EvidenceStrength.Process, "exit", "as strong"));
        death.Add(new(LossCause.WindowClosed, EvidenceStrength.Connection, "cdp", "weaker"));

        Assert.Equal(LossCause.BrowserExited, death.Cause);
        Assert.Equal(4, Record(death).Evidence.Count);
    }

    [Fact]
    public void Add_AfterTheFreeze_ChangesNothing()
    {
        Death death = Make(EvidenceStrength.Inferred, LossCause.TabLost);
        death.Freeze();
        death.Add(Rig.Decisive());

        Assert.Equal(LossCause.TabLost, death.Cause);
        Assert.Single(Record(death).Evidence);
    }

    /// <summary>A storm of failing calls comes before the process watcher; it must not keep the watcher's word out.</summary>
    [Fact]
    public void Add_StrongerEvidenceAfterAStorm_IsStillHeard()
    {
        Death death = Make(EvidenceStrength.Inferred, LossCause.TabLost);
        for (int i = 0; i < 282; i++)
        {
            death.Add(Rig.Guess(LossCause.TabLost));
        }

        death.Add(new(LossCause.BrowserExited, EvidenceStrength.Process, "pidfd", "exited"));

        Incident incident = Record(death);
        Assert.Equal(LossCause.BrowserExited, incident.Cause);
        Assert.Equal(17, incident.Evidence.Count);
        Assert.Equal("pidfd", incident.Evidence[^1].Evidence.Source);
    }

    [Fact]
    public void CauseKnown_IsTrueOnceNothingCanRenameTheCause()
    {
        Assert.True(Make(EvidenceStrength.Explicit, LossCause.TabLost).CauseKnown.IsCompleted);
        Death frozen = Make(EvidenceStrength.Process, LossCause.TabLost);
        Assert.False(frozen.CauseKnown.IsCompleted);
        frozen.Freeze();
        Assert.True(frozen.CauseKnown.IsCompleted);
        Death named = Make(EvidenceStrength.Process, LossCause.TabLost);
        named.Add(Rig.Decisive());
        Assert.True(named.CauseKnown.IsCompleted);
    }

    private Death Make(EvidenceStrength strength, LossCause cause) =>
        new(new(cause, strength, "test", "first"), _clock.GetTimestamp(), _clock.GetUtcNow(), null, _clock);

    private static Incident Record(Death death) => death.ToIncident("test", 1, 0, IncidentOutcome.Open, null);
}
