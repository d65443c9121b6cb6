using Holdfast.Actions.Tests.Running;

namespace Holdfast.Actions.Tests.Engine;

/// <summary>In the middle of a run, what the who-am-I hook throws of its own ends it; what it makes of a site that fails does not.</summary>
public sealed class WhoAmIFaultTests
{
    [Fact]
    public async Task Run_HookThrowsItsOwn_EndsAtOnceAndGoesOnWhenItIsMended()
    {
        await using RunRig rig = await RunRig.StartAsync(20);
        int asked = 0;
        bool mended = false;
        rig.ConfigureHttp = http => http.WhoAmI = async (client, token) =>
        {
            string member = await client.GetStringAsync("/me", token);
            return Interlocked.Increment(ref asked) < 4 || mended
                ? Identity.Member(member)
                : throw new InvalidOperationException("Sequence contains no elements");
        };

        RunReport report = await rig.RunAsync();

        Assert.Equal(RunEnd.HookFailed, report.End);
        Assert.Contains("the who-am-I hook threw InvalidOperationException: Sequence contains no elements", report.Reason, StringComparison.Ordinal);

        // The last question is asked twice: something may have stood in front of the site, and have gone meanwhile.
        Assert.Equal((1, 1, 5), (rig.Sessions.Launch.Calls, rig.Sessions.LogIn.Calls, asked));
        Assert.Equal(0, rig.Number("SELECT count(*) FROM incidents"));
        rig.AssertHonest(report);

        mended = true;
        rig.AssertComplete(await rig.RunAsync());
    }

    [Theory]
    [InlineData(502, false)]
    [InlineData(408, false)]
    [InlineData(503, true)]
    public async Task Run_HookMakesMuchOfASiteThatFails_GoesOn(int status, bool saysVisitor)
    {
        await using RunRig rig = await RunRig.StartAsync(20);
        rig.ConfigureHttp = http => http.WhoAmI = async (client, token) =>
        {
            using HttpResponseMessage answer = await client.GetAsync("/me", token);
            return answer.IsSuccessStatusCode ? Identity.Member("anna")
                : saysVisitor ? Identity.Visitor("not signed in")
                : throw new InvalidDataException("there is no member in it");
        };
        rig.Answer = (moment, number, context) =>
            moment == Moment.WhoAmI && number is 1 or 4 ? RunRig.SayAsync(context, status) : Task.FromResult(false);

        rig.AssertComplete(await rig.RunAsync());

        // It failed in the first opening as well.
        Assert.Equal((2, 2), (rig.Sessions.Launch.Calls, rig.Sessions.LogIn.Calls));
    }
}
