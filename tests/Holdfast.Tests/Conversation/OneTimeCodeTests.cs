namespace Holdfast.Tests;

/// <summary>One-time codes: those of the standard, each once, by the site's clock.</summary>
public sealed class OneTimeCodeTests
{
    // RFC 6238, appendix B: the ASCII digits 1 to 0, twice.
    private const string Standard = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    private readonly TestClock _clock = new();
    private TimeSpan _ahead;

    [Theory]
    [InlineData(1234567890, "89005924")]
    [InlineData(2000000000, "69279037")]
    [InlineData(20000000000, "65353130")]
    public async Task Code_TimesOfTheStandard_AreItsCodes(long time, string code)
    {
        GoTo(time);

        Assert.Equal(code, await Login().OneTimeCodeAsync(Standard, digits: 8));
    }

    [Fact]
    public async Task Code_AskedForAgainByAnotherSession_IsTheNextOnceItIsThere()
    {
        GoTo(3_000_000_000);
        string secret = "jbsw y3dp-ehpk 3pxp ====";
        string first = await Login().OneTimeCodeAsync(secret);

        Task<string> second = Login().OneTimeCodeAsync("JBSWY3DPEHPK3PXP");
        _clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(second.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Matches("^[0-9]{6}$", first);
        Assert.NotEqual(first, await second.InTime());
    }

    /// <summary>By the time it is typed, the site would have gone on to the next.</summary>
    [Fact]
    public async Task Code_NearlyOver_IsNotGivenOut()
    {
        GoTo(3_000_000_028);

        Task<string> code = Login().OneTimeCodeAsync("JBSWY3DPEHPK3PXQ");
        Assert.False(code.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(2));

        await code.InTime();
    }

    [Fact]
    public async Task Code_WaitThatEnds_LeavesItsCodeToTheNext()
    {
        GoTo(3_000_000_000);
        await Login().OneTimeCodeAsync("JBSWY3DPEHPK3PXR");
        using CancellationTokenSource over = new();
        Task<string> given = LoginUntil(over.Token).OneTimeCodeAsync("JBSWY3DPEHPK3PXR");
        await over.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);

        Task<string> next = Login().OneTimeCodeAsync("JBSWY3DPEHPK3PXR");
        _clock.Advance(TimeSpan.FromSeconds(30));

        await next.InTime();
    }

    [Theory]
    [InlineData("not a secret of base 32!")]
    [InlineData("- =")]
    public async Task Code_SecretThatIsNone_IsToldWithoutIt(string secret)
    {
        ArgumentException refused = await Assert.ThrowsAsync<ArgumentException>(() => Login().OneTimeCodeAsync(secret));

        Assert.DoesNotContain(secret, refused.Message, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The wait for the next code is not the hook's time.</summary>
    [Fact]
    public async Task Open_HookWaitsForTheNextCode_ItsDeadlineDoesNotRun()
    {
        await using Rig rig = new() { Options = { Recovery = { LogInTimeout = TimeSpan.FromSeconds(10) } } };
        List<string> codes = [];
        rig.Provider.LogIn.Do(async (_, _) =>
        {
            codes.Add(await rig.Provider.NewestLogin!.OneTimeCodeAsync("JBSWY3DPEHPK3PXS"));
            codes.Add(await rig.Provider.NewestLogin!.OneTimeCodeAsync("JBSWY3DPEHPK3PXS"));
        });

        Task<SessionLease<Gadget>> opening = rig.LeaseAsync();
        await rig.Clock.PassAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(1, (await opening.InTime()).Generation);
        Assert.Equal((1, 2), (rig.Provider.LogIn.Calls, codes.Distinct().Count()));
    }

    [Fact]
    public async Task Open_HookHangsAfterACode_IsEndedByItsDeadline()
    {
        await using Rig rig = new() { Options = { Recovery = { LogInTimeout = TimeSpan.FromSeconds(10), MaxRestarts = 0 } } };
        TaskCompletionSource hanging = new(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Provider.LogIn.Do(async (_, _) =>
        {
            await rig.Provider.NewestLogin!.OneTimeCodeAsync("JBSWY3DPEHPK3PXT");
            hanging.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, TestContext.Current.CancellationToken);
        });

        Task<SessionLease<Gadget>> opening = rig.LeaseAsync();
        await hanging.Task.InTime();
        rig.Clock.Advance(TimeSpan.FromSeconds(10));

        SessionUnavailableException gaveUp = await Assert.ThrowsAsync<SessionUnavailableException>(() => opening);
        Assert.Contains("no end within 10 s", gaveUp.Message, StringComparison.Ordinal);
    }

    /// <summary>By the site's clock, not ours.</summary>
    private void GoTo(long unixSeconds) => _ahead = DateTimeOffset.FromUnixTimeSeconds(unixSeconds) - _clock.GetUtcNow();

    private LoginContext Login() => LoginUntil(TestContext.Current.CancellationToken);

    private LoginContext LoginUntil(CancellationToken over) => new(() => _ahead, hold: null, _clock, over);
}
