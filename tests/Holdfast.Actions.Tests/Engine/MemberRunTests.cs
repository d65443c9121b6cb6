using Holdfast.Actions.Tests.Running;

namespace Holdfast.Actions.Tests.Engine;

/// <summary>A run is one member's, and a question that everybody passes proves nothing.</summary>
public sealed class MemberRunTests
{
    [Fact]
    public async Task Run_NextLegLogsInAsAnotherMember_RefusedBeforeAnythingIsFetched()
    {
        await using RunRig rig = await RunRig.StartAsync(20);
        using CancellationTokenSource stop = new();
        rig.At = (moment, number) => { if ((moment, number) == (Moment.AfterCommit, 2)) { stop.Cancel(); } };
        Assert.Equal(RunEnd.Stopped, (await rig.RunUntilAsync(stop.Token)).End);
        long kept = rig.Number("SELECT count(*) FROM records");
        int fetched = rig.Site.Fetched.Count;

        rig.Site.Member = "bob";
        RunReport report = await rig.RunAsync();

        Assert.Equal(RunEnd.Misconfigured, report.End);
        Assert.Contains("run 1 of 'site' is of another member", report.Reason, StringComparison.Ordinal);
        Assert.Equal((kept, fetched), (rig.Number("SELECT count(*) FROM records"), rig.Site.Fetched.Count));
        Assert.Empty(report.Mismatches);
        Assert.Equal(0, rig.Number("SELECT count(*) FROM holdfast_members WHERE instr(hash, 'anna') OR instr(hash, 'bob')"));

        rig.Site.Member = "anna";
        rig.AssertComplete(await rig.RunAsync());

        // The next run would take what is unchanged by its version for his, and is hers.
        rig.Site.Member = "bob";
        report = await rig.RunAsync();
        Assert.Equal(RunEnd.Misconfigured, report.End);
        Assert.Contains("run 1 of 'site' is of another member", report.Reason, StringComparison.Ordinal);
        Assert.Equal(20, rig.Number("SELECT count(*) FROM records"));
    }

    /// <summary>The site shows the same member under another name: only a person can know that it is the same.</summary>
    [Fact]
    public async Task Run_MemberWasRenamed_GoesOnWhenAPersonSaysSo()
    {
        await using RunRig rig = await RunRig.StartAsync(20);
        using CancellationTokenSource stop = new();
        rig.At = (moment, number) => { if ((moment, number) == (Moment.AfterCommit, 2)) { stop.Cancel(); } };
        Assert.Equal(RunEnd.Stopped, (await rig.RunUntilAsync(stop.Token)).End);
        rig.Site.Member = "anna-marie";
        RunReport refused = await rig.RunAsync();
        Assert.Equal(RunEnd.Misconfigured, refused.End);
        Assert.Contains("if it is the same member under a new name, say 'runs release site'", refused.Reason, StringComparison.Ordinal);

        using (RunLedger ledger = rig.Write())
        {
            Assert.Equal((0, 1), (ledger.ReleaseMembers("another"), ledger.ReleaseMembers("site")));
        }

        // The next one to log in is noted again.
        rig.At = null;
        rig.AssertComplete(await rig.RunAsync());
        Assert.Equal(1, rig.Number("SELECT count(*) FROM holdfast_members"));
    }

    [Fact]
    public async Task Run_SiteKnowsEverybody_EndsBeforeABrowserIsStarted()
    {
        await using RunRig rig = await RunRig.StartAsync(5);
        rig.Site.KnowsEverybody = true;

        RunReport report = await rig.RunAsync();

        Assert.Equal((RunEnd.Misconfigured, 0), (report.End, rig.Sessions.Sessions.Count));
        Assert.Contains("WhoAmI found a member in a question that carried no login", report.Reason, StringComparison.Ordinal);
        Assert.Contains("LoginIsTransport", report.Reason, StringComparison.Ordinal);
        Assert.Equal(0, rig.Number("SELECT count(*) FROM records"));

        rig.ConfigureHttp = http => http.LoginIsTransport = true;
        rig.AssertComplete(await rig.RunAsync());
    }

    /// <summary>A site that could not say at the start is asked again before anything is committed.</summary>
    [Fact]
    public async Task Run_SiteThatKnowsEverybodyCouldNotSayAtFirst_EndsBeforeACommit()
    {
        await using RunRig rig = await RunRig.StartAsync(5);
        rig.Site.KnowsEverybody = true;
        rig.Answer = async (moment, number, context) => (moment, number) == (Moment.WhoAmI, 1) && await RunRig.SayAsync(context, 503);

        RunReport report = await rig.RunAsync();

        Assert.Equal((RunEnd.Misconfigured, 0L), (report.End, rig.Number("SELECT count(*) FROM records")));
        Assert.Contains("WhoAmI found a member in a question that carried no login", report.Reason, StringComparison.Ordinal);
    }

    /// <summary>Whoever tells a member, and cannot tell a visitor anything, tells them apart.</summary>
    [Fact]
    public async Task Run_SiteFailsForAVisitorEachTime_RunsAllTheSame()
    {
        await using RunRig rig = await RunRig.StartAsync(5);
        rig.Answer = async (moment, _, context) =>
            moment == Moment.WhoAmI && context.Request.Headers.Cookie.Count == 0 && await RunRig.SayAsync(context, 500);

        rig.AssertComplete(await rig.RunAsync());
    }

    [Fact]
    public async Task Run_SiteWantsAPauseAtFirst_IsAskedAfterItsEnd()
    {
        await using RunRig rig = await RunRig.StartAsync(5);
        rig.Site.KnowsEverybody = true;
        rig.Answer = async (moment, number, context) =>
        {
            if ((moment, number) != (Moment.WhoAmI, 1))
            {
                return false;
            }

            context.Response.Headers.RetryAfter = "1";
            return await RunRig.SayAsync(context, 429);
        };

        RunReport report = await rig.RunAsync();

        Assert.Equal((RunEnd.Misconfigured, 0L), (report.End, rig.Number("SELECT count(*) FROM records")));
    }
}
