namespace Holdfast.Testing.Tests;

public sealed class IncidentScriptTests
{
    [Theory]
    [InlineData("""{ "version": 2, "title": "" }""", "version 2")]
    [InlineData("""{ "version": 0, "title": "" }""", "version 0")]
    [InlineData("""{ "title": "" }""", "no incident script")]
    [InlineData("""{ "version": 1, "title": "", "evidense": [] }""", "evidense")]
    [InlineData("[]", "no incident script")]
    [InlineData("null", "empty")]
    public void Parse_NoScript_SaysWhatIsWrong(string json, string words) =>
        Assert.Contains(words, Assert.Throws<FormatException>(() => IncidentScript.Parse(json)).Message, StringComparison.Ordinal);

    /// <summary>A death of each cause, with calls in flight and a recovery that does not go well at once: what is exported comes to the same again.</summary>
    [Theory]
    [MemberData(nameof(Causes))]
    public async Task From_DeathOfAnyCause_ReplaysToTheSame(LossCause cause)
    {
        await using ScriptedManager<ScriptedTab> rig = new(launch => new ScriptedTab(launch));
        SessionLease lease = await rig.LeaseAsync();
        Task<bool>[] inFlight = [.. Enumerable.Range(0, 5).Select(_ => lease.GuardAsync(
            async token =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
                return true;
            },
            TestContext.Current.CancellationToken).AsTask())];
        rig.Provider.Launch.Do(call =>
        {
            if (call == 2)
            {
                throw new InvalidOperationException("no display");
            }
        });
        rig.Provider.Report(new Evidence(LossCause.DriverExited, EvidenceStrength.Inferred, "call", "unknown error"));
        rig.Clock.Advance(TimeSpan.FromMilliseconds(20));
        rig.Provider.Die(cause);
        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        foreach (Task<bool> call in inFlight)
        {
            await Assert.ThrowsAsync<SessionLostException>(() => call);
        }

        await rig.LeaseAsync();
        Incident happened = await rig.Incidents.OutcomeAsync(1, IncidentOutcome.Recovered);

        ReplayResult result = await IncidentReplay.PlayAsync(IncidentScript.Parse(IncidentScript.From(happened).ToJson()));

        Assert.Empty(result.Mismatches);
        Incident again = Assert.Single(result.Incidents);
        Assert.Equal((cause, 5, happened.AdmittedAtLatch), (again.Cause, again.InFlight, again.AdmittedAtLatch));
        Assert.Equal(happened.Evidence, again.Evidence);
        Assert.Equal(
            happened.Steps.Where(step => step.Name != "verify").Select(step => (step.Name, step.Outcome)),
            again.Steps.Where(step => step.Name != "verify").Select(step => (step.Name, step.Outcome)));
    }

    public static TheoryData<LossCause> Causes() => [.. Enum.GetValues<LossCause>()];
}
