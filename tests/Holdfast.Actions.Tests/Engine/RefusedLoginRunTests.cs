using Holdfast.Actions.Tests.Send;
using Holdfast.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Holdfast.Actions.Tests.Engine;

/// <summary>A scheduler that starts a job each minute does not lock the account.</summary>
public sealed class RefusedLoginRunTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Run_StartedEachMinute_LogsInTwiceAnHour()
    {
        await using ScriptedRun run = Make();
        List<RunEnd> ends = [];
        string? reason = null;
        for (int start = 0; start < 62; start++)
        {
            RunReport report = await run.RunAsync(new SendPosts(verifies: true));
            ends.Add(report.End);
            reason = start == 59 ? report.Reason : reason;
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.All(ends, static end => Assert.Equal(RunEnd.LoginRefused, end));
        Assert.Equal((4, 4), (run.Provider.LogIn.Calls, run.Provider.Launch.Calls));
        Assert.Contains("no login is tried before 2026-03-01 13:00:00Z", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_AnotherMember_IsNotHeld()
    {
        string name = "ann";
        await using ScriptedRun run = Make(() => name);
        for (int start = 0; start < 3; start++)
        {
            Assert.Equal(RunEnd.LoginRefused, (await run.RunAsync(new SendPosts(verifies: true))).End);
        }

        name = "bob";
        await run.RunAsync(new SendPosts(verifies: true));

        Assert.Equal(3, run.Provider.LogIn.Calls);
    }

    [Fact]
    public async Task Run_PasswordWasChanged_IsNotHeld()
    {
        string password = "not-the-password";
        await using ScriptedRun run = Make(secret: () => password);
        for (int start = 0; start < 3; start++)
        {
            Assert.Equal(RunEnd.LoginRefused, (await run.RunAsync(new SendPosts(verifies: true))).End);
        }

        Assert.Equal(2, run.Provider.LogIn.Calls);
        password = "another";
        Assert.Equal(RunEnd.LoginRefused, (await run.RunAsync(new SendPosts(verifies: true))).End);
        Assert.Equal(3, run.Provider.LogIn.Calls);
        await run.RunAsync(new SendPosts(verifies: true));
        Assert.Equal(3, run.Provider.LogIn.Calls);
    }

    [Fact]
    public async Task DryRun_Refused_CountsAsWell()
    {
        await using ScriptedRun run = Make();
        for (int start = 0; start < 3; start++)
        {
            Assert.Equal(RunEnd.LoginRefused, (await run.PreviewAsync(new SendPosts(verifies: true), _ => { })).End);
        }

        Assert.Equal(2, run.Provider.LogIn.Calls);
    }

    private ScriptedRun Make(Func<string>? name = null, Func<string>? secret = null)
    {
        ScriptedRun run = new(new ScriptedSite(static _ => new { }))
        {
            Time = _time,
            ConfigureHttp = options => (options.LoginName, options.LoginSecret) = (name, secret),
        };
        run.Provider.LogIn.Do(static (_, _) => Task.FromException(new LoginRefusedException("wrong password")));
        return run;
    }
}
