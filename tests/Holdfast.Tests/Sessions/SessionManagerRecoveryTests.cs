namespace Holdfast.Tests;

public sealed class SessionManagerRecoveryTests
{
    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Recovery_OfACrash_RestoresCookiesAndAsksBeforeItLogsIn()
    {
        await using Rig rig = new();
        SessionLease<Gadget> first = await rig.LeaseAsync();
        rig.Provider.ClearJournal();

        SessionLease<Gadget> second = await rig.DieAsync(first);

        Assert.Equal(["end", "launch", "restore-login", "capture", "canary"], rig.Provider.Journal);
        Assert.Equal("s1", Assert.Single(Assert.Single(rig.Provider.Restored).Cookies).Value);
        Assert.Equal("s2", Assert.Single(second.Login!.Cookies).Value);
        Assert.Equal(1, rig.Provider.LogIn.Calls);
        Incident incident = await rig.Sink.OutcomeAsync(1, IncidentOutcome.Recovered);
        Assert.Equal(
            [(1, "end", "ok"), (1, "launch", "ok"), (1, "restore-login", "ok"), (1, "capture", "ok"), (1, "verify", "ok"), (1, "canary", "ok")],
            incident.Steps.Select(step => (step.Attempt, step.Name, step.Outcome)));
    }

    [Fact]
    public async Task Recovery_UpdatedLogin_IsTheOneThatIsRestored()
    {
        await using Rig rig = new();
        SessionLease<Gadget> first = await rig.LeaseAsync();
        first.UpdateLogin(first.Login! with { Cookies = [first.Login.Cookies[0] with { Value = "rotated" }] });

        await rig.DieAsync(first);

        Assert.Equal("rotated", Assert.Single(Assert.Single(rig.Provider.Restored).Cookies).Value);
    }

    [Fact]
    public async Task Recovery_SiteSaysVisitor_LogsIn()
    {
        await using Rig rig = new();
        SessionLease<Gadget> first = await rig.LeaseAsync();
        rig.Verifier!.Answer = _ => rig.Provider.LogIn.Calls < 2 ? Identity.Visitor("401") : Identity.Member("ann");

        await rig.DieAsync(first);

        Assert.Equal(2, rig.Provider.LogIn.Calls);
        Incident incident = await rig.Sink.OutcomeAsync(1, IncidentOutcome.Recovered);
        Assert.Equal(
            ["end ok", "launch ok", "restore-login ok", "capture ok", "verify no", "log-in ok", "capture ok", "verify ok", "canary ok"],
            incident.Steps.Select(step => $"{step.Name} {step.Outcome}"));
    }

    /// <summary>A login page that is not shown to whoever sends an unknown cookie: what the site refused must not be in each new browser.</summary>
    [Fact]
    public async Task Recovery_HookFailsOnTheRefusedLogin_StartsCleanThen()
    {
        await using Rig rig = new();
        SessionLease<Gadget> first = await rig.LeaseAsync();
        rig.Verifier!.Answer = _ => rig.Provider.LogIn.Calls < 3 ? Identity.Visitor("401") : Identity.Member("ann");
        rig.Provider.LogIn.Do(static (call, _) => call == 2 ? Task.FromException(new TimeoutException("too many redirects")) : Task.CompletedTask);
        rig.Provider.ClearJournal();

        SessionLease<Gadget> second = await rig.DieAsync(first);

        Assert.Equal(
            ["end", "launch", "restore-login", "capture", "log-in", "capture", "end", "launch", "forget-login", "log-in", "capture", "canary"],
            rig.Provider.Journal);

        // The new login is a good one, and put back as usual.
        rig.Provider.ClearJournal();
        await rig.DieAsync(second);
        Assert.Equal(["end", "launch", "restore-login", "capture", "canary"], rig.Provider.Journal);
    }

    [Fact]
    public async Task Recovery_SiteCannotSay_FailsTheAttemptWithoutAGuess()
    {
        await using Rig rig = new();
        rig.Options.Recovery.SiteOutage = TimeSpan.Zero;
        SessionLease<Gadget> first = await rig.LeaseAsync();
        rig.Verifier!.Answer = _ => rig.Verifier.Asked.Calls < 2 ? Identity.Unknown("503") : Identity.Member("ann");
        rig.Kill(first);
        Task<SessionLease<Gadget>> second = rig.LeaseAsync();

        Assert.Equal(1, rig.Provider.LogIn.Calls);
        Incident incident = await rig.Sink.OutcomeAsync(1, IncidentOutcome.Recovered);
        Assert.Contains(incident.Steps, step => step is { Attempt: 1, Name: "verify", Outcome: "the site could not say who we are: 503" });
    }

    /// <summary>A clock that is advanced without waiting for anybody must not end a step that only waits for a processor.</summary>
    private static void LetTheClockRunAhead(SessionOptions options)
    {
        RecoveryOptions recovery = options.Recovery;
        TimeSpan hour = TimeSpan.FromHours(1);
        (recovery.LaunchTimeout, recovery.RestoreTimeout, recovery.CanaryTimeout, recovery.EndTimeout) = (hour, hour, hour, hour);
        options.IdentityTimeout = hour;
    }

    [Fact]
    public async Task Recovery_SiteIsDown_IsWaitedForWithoutARestart()
    {
        await using Rig rig = new();
        rig.Options.Recovery.MaxRestarts = 1;
        SessionLease<Gadget> first = await rig.LeaseAsync();
        LetTheClockRunAhead(rig.Options);
        rig.Verifier!.Answer = _ => Identity.Unknown("no connection");
        int asked = rig.Verifier.Asked.Calls;
        rig.Kill(first);
        for (int again = 1; again <= 5; again++)
        {
            await rig.Verifier.Asked.CalledAsync(asked + again);
            await rig.Clock.PassAsync(TimeSpan.FromSeconds(Math.Pow(2, again - 1)));
        }

        rig.Verifier.Answer = static _ => Identity.Member("ann");
        await rig.Clock.PumpAsync(rig.LeaseAsync(), TimeSpan.FromSeconds(1));

        Assert.Equal((2, 1), (rig.Provider.Launch.Calls, rig.Provider.LogIn.Calls));
        Assert.Contains(rig.Logger.Collector.GetSnapshot(), record => record.Id.Id == 1013);
    }

    [Fact]
    public async Task Recovery_SiteStaysDown_GivesUpAndSaysThatItIsTheSite()
    {
        await using Rig rig = new();
        rig.Options.Recovery.MaxRestarts = 1;
        SessionLease<Gadget> first = await rig.LeaseAsync();
        rig.Verifier!.Answer = _ => Identity.Unknown("no connection");

        LetTheClockRunAhead(rig.Options);
        rig.Kill(first);
        Task<SessionUnavailableException> given = Assert.ThrowsAsync<SessionUnavailableException>(() => rig.LeaseAsync());

        await rig.Clock.PumpAsync(given, TimeSpan.FromSeconds(20));

        Assert.True((await given).IsSiteDown);
        Assert.Contains("the site was down for more than 00:10:00", (await given).Message, StringComparison.Ordinal);
        Assert.True(rig.Clock.GetElapsedTime(first.Death!.LatchedAt) >= rig.Options.Recovery.SiteOutage);
    }

    [Fact]
    public async Task Recovery_SiteAsksForPausesWithoutEnd_GivesUpAndSaysSo()
    {
        await using Rig rig = new();
        SessionLease<Gadget> first = await rig.LeaseAsync();
        TimeSpan pause = TimeSpan.FromMinutes(20);
        rig.Verifier!.Answer = _ => Identity.Unknown("429") with { AskAgainAfter = pause };
        rig.Kill(first);
        Task<SessionUnavailableException> given = Assert.ThrowsAsync<SessionUnavailableException>(() => rig.LeaseAsync());
        for (int asked = 1; asked <= 3; asked++)
        {
            await rig.Clock.PassAsync(pause, asked);
        }

        SessionUnavailableException gaveUp = await given.InTime();
        Assert.True(gaveUp.IsSiteDown);
        Assert.Contains("the site asked for pauses of more than 01:00:00 in all", gaveUp.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("down", gaveUp.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recovery_SiteAsksForNoTime_IsAskedOnceASecond()
    {
        await using Rig rig = new();
        SessionLease<Gadget> first = await rig.LeaseAsync();
        rig.Verifier!.Answer = _ => rig.Verifier.Asked.Calls < 3 ? Identity.Unknown("429") with { AskAgainAfter = TimeSpan.Zero } : Identity.Member("ann");
        rig.Kill(first);
        await rig.Clock.PassAsync(TimeSpan.FromSeconds(1));
        await rig.Clock.PassAsync(TimeSpan.FromSeconds(1), 2);
        Assert.Equal(2, (await rig.LeaseAsync()).Generation);
    }

    [Fact]
    public async Task Recovery_CookiesCannotBeRestored_LogsIn()
    {
        await using Rig rig = new();
        SessionLease<Gadget> first = await rig.LeaseAsync();
        rig.Provider.Restore.Fail("refused");

        await rig.DieAsync(first);

        Assert.Equal(2, rig.Provider.LogIn.Calls);
    }

    [Fact]
    public async Task Recovery_NoVerifier_AlwaysLogsIn()
    {
        await using Rig rig = new() { Verifier = null };
        SessionLease<Gadget> first = await rig.LeaseAsync();

        await rig.DieAsync(first);

        Assert.Equal(2, rig.Provider.LogIn.Calls);
        Assert.Equal(0, rig.Provider.Restore.Calls);
    }

    [Fact]
    public async Task Recovery_AnotherNameThanBefore_IsNotAccepted()
    {
        await using Rig rig = new() { Options = { Recovery = { MaxRestarts = 1 } } };
        SessionLease<Gadget> first = await rig.LeaseAsync();
        rig.Verifier!.Answer = _ => Identity.Member("bob");
        rig.Kill(first);

        Task<SessionLease<Gadget>> lease = rig.LeaseAsync();
        await rig.Clock.PassAsync(TimeSpan.FromSeconds(2));
        SessionUnavailableException gaveUp = await Assert.ThrowsAsync<SessionUnavailableException>(() => lease);

        Assert.Contains("by another name than before", gaveUp.Message, StringComparison.Ordinal);
        Assert.Equal(2, rig.Provider.LogIn.Calls);
    }

    [Theory]
    [InlineData(LossCause.LoggedOut, true, 1)]
    [InlineData(LossCause.LoggedOut, false, 2)]
    [InlineData(LossCause.BrowserExited, true, 2)]
    [InlineData(LossCause.TabLost, true, 1)]
    [InlineData(LossCause.TabLost, false, 2)]
    [InlineData(LossCause.Unresponsive, true, 1)]
    [InlineData(LossCause.Unresponsive, false, 2)]
    [InlineData(LossCause.DriverExited, true, 2)]
    public async Task Recovery_BrowserIsKept_OnlyWhereItMayBeWholeAndIsFree(LossCause cause, bool free, int launches)
    {
        await using Rig rig = new() { Provider = { CanReuse = free } };
        SessionLease<Gadget> first = await rig.LeaseAsync();

        SessionLease<Gadget> second = await rig.DieAsync(first, cause);

        Assert.Equal(2, second.Generation);
        Assert.Equal(launches, rig.Provider.Launch.Calls);
        Assert.Equal(launches - 1, rig.Provider.End.Calls);
        Assert.Equal(cause is LossCause.BrowserExited or LossCause.DriverExited ? 0 : 1, rig.Provider.Reuse.Calls);
    }

    [Fact]
    public async Task Recovery_ReuseDoesNotAnswer_LaunchesAfterTheDeadline()
    {
        await using Rig rig = new() { Options = { Recovery = { ReuseTimeout = TimeSpan.FromSeconds(3) } } };
        SessionLease<Gadget> first = await rig.LeaseAsync();
        rig.Provider.Reuse.Hang();
        rig.Kill(first, LossCause.LoggedOut);
        await rig.Clock.PassAsync(TimeSpan.FromSeconds(3));

        await rig.LeaseAsync();

        Incident incident = await rig.Sink.OutcomeAsync(1, IncidentOutcome.Recovered);
        Assert.Equal("no end within 3 s", incident.Steps[0].Outcome);
        Assert.Equal(2, rig.Provider.Launch.Calls);
    }

    [Theory]
    [InlineData("launch")]
    [InlineData("restore-login")]
    [InlineData("capture")]
    [InlineData("verify")]
    [InlineData("log-in")]
    [InlineData("canary")]
    public async Task Recovery_AStepHangs_EndsAtItsDeadlineAndIsTriedAgain(string name)
    {
        TimeSpan odd = TimeSpan.FromSeconds(17);
        await using Rig rig = new();
        Step step = name switch
        {
            "launch" => rig.Provider.Launch,
            "restore-login" => rig.Provider.Restore,
            "capture" => rig.Provider.Capture,
            "verify" => rig.Verifier!.Asked,
            "log-in" => rig.Provider.LogIn,
            _ => rig.Provider.Canary,
        };
        RecoveryOptions recovery = rig.Options.Recovery;
        (recovery.LaunchTimeout, recovery.LogInTimeout, recovery.CanaryTimeout) = (odd, odd, odd);
        (recovery.RestoreTimeout, rig.Options.IdentityTimeout, recovery.SiteOutage) = (odd, odd, TimeSpan.Zero);
        SessionLease<Gadget> first = await rig.LeaseAsync();
        if (name == "log-in")
        {
            rig.Verifier!.Answer = _ => rig.Provider.LogIn.Calls < 3 ? Identity.Visitor("401") : Identity.Member("ann");
        }

        int before = step.Calls;
        TaskCompletionSource release = step.Hang();
        rig.Kill(first);
        await step.CalledAsync(before + 1);
        step.Succeed();
        rig.Clock.Advance(odd);
        await rig.LeaseAsync();
        release.SetResult();

        Incident incident = await rig.Sink.OutcomeAsync(1, IncidentOutcome.Recovered);
        string outcome = name == "verify" ? "the site could not say who we are: no answer within 17 s" : "no end within 17 s";
        RecoveryStep hung = Assert.Single(incident.Steps, each => each.Outcome == outcome);
        Assert.Equal((1, name), (hung.Attempt, hung.Name));

        // It may have begun before the death was given its time.
        Assert.InRange(hung.Duration, odd, odd + rig.Options.ConfirmTimeout);
        await Deadline.Until(() => rig.Provider.Running == 1);
    }

    [Fact]
    public async Task Recovery_AStepBlocksItsThread_IsHeldToItsDeadlineToo()
    {
        await using Rig rig = new() { Options = { Recovery = { LaunchTimeout = TimeSpan.FromSeconds(17) } } };
        using ManualResetEventSlim gate = new();
        rig.Provider.Launch.Do(call =>
        {
            if (call == 1)
            {
                gate.Wait(CancellationToken.None);
            }
        });
        Task<SessionLease<Gadget>> lease = rig.LeaseAsync();
        await rig.Provider.Launch.CalledAsync();
        await rig.Clock.PassAsync(TimeSpan.FromSeconds(17));

        Assert.Equal(1, (await lease).Generation);
        Assert.Equal(2, rig.Provider.Launch.Calls);
        gate.Set();
        await Deadline.Until(() => rig.Provider is { Running: 1, End.Calls: 1 });
    }

    [Fact]
    public async Task Recovery_TheOldBrowserCannotBeEnded_GoesOnAndSaysSo()
    {
        await using Rig rig = new();
        SessionLease<Gadget> first = await rig.LeaseAsync();
        TaskCompletionSource release = rig.Provider.End.Hang();
        rig.Kill(first);
        await rig.Provider.End.CalledAsync();
        rig.Clock.Advance(rig.Options.Recovery.EndTimeout * 2);

        SessionLease<Gadget> second = await rig.LeaseAsync();

        Assert.Equal(2, second.Generation);
        Incident incident = await rig.Sink.OutcomeAsync(1, IncidentOutcome.Recovered);
        Assert.Equal((1, "end", "no end within 10 s"), (incident.Steps[0].Attempt, incident.Steps[0].Name, incident.Steps[0].Outcome));
        Assert.All(incident.Steps, step => Assert.Equal(1, step.Attempt));
        release.SetResult();
    }

    [Fact]
    public async Task Recovery_TheEndOfTheOldBrowserBlocksItsThread_IsHeldToItsDeadlineToo()
    {
        await using Rig rig = new();
        using ManualResetEventSlim gate = new();
        SessionLease<Gadget> first = await rig.LeaseAsync();
        rig.Provider.End.Do(call => BlockAtFirst(call, gate));
        rig.Kill(first);
        await rig.Provider.End.CalledAsync();
        await rig.Clock.PassAsync(rig.Options.Recovery.EndTimeout * 2);

        Assert.Equal(2, (await rig.LeaseAsync()).Generation);
        gate.Set();
        await Deadline.Until(() => rig.Provider.Running == 1);
    }

    /// <summary>A launch that ends between its generation's death and the word of it is given up when it is over already: its session is ended
    /// on the way to the next attempt.</summary>
    [Fact]
    public async Task Recovery_TheEndOfALateLaunchBlocksItsThread_IsNotWaitedFor()
    {
        await using Rig rig = new();
        using ManualResetEventSlim word = new();
        using ManualResetEventSlim gate = new();
        rig.Provider.End.Do(call => BlockAtFirst(call, gate));
        rig.Provider.Launch.Do((call, token) =>
        {
            if (call == 1)
            {
                // The last to register hears of it first, and holds it up for the others.
                token.Register(() => word.Wait(CancellationToken.None));
                rig.Report(Rig.Decisive());
            }

            return Task.CompletedTask;
        });
        Task<SessionLease<Gadget>> lease = rig.LeaseAsync();
        await rig.Provider.End.CalledAsync();
        word.Set();

        Task first = await Task.WhenAny(lease, Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System, Test));
        gate.Set();
        Assert.Same(lease, first);
        Assert.Equal(2, (await lease).Generation);
        await Deadline.Until(() => rig.Provider.Running == 1);
    }

    [Fact]
    public async Task Recovery_TheOldBrowserFailsToEnd_GoesOn()
    {
        await using Rig rig = new();
        SessionLease<Gadget> first = await rig.LeaseAsync();
        rig.Provider.End.Fail("access denied");

        await rig.DieAsync(first);
        rig.Provider.End.Succeed();

        Incident incident = await rig.Sink.OutcomeAsync(1, IncidentOutcome.Recovered);
        Assert.Equal("access denied", incident.Steps[0].Outcome);
    }

    [Fact]
    public async Task Recovery_CallsOfTheLostGenerationStillRun_WaitsForThemBeforeItLogsIn()
    {
        await using Rig rig = new() { Options = { Recovery = { InFlightTimeout = TimeSpan.FromSeconds(3) } } };
        SessionLease<Gadget> first = await rig.LeaseAsync();
        TaskCompletionSource<int> late = new();
        Task<int> call = first.GuardAsync(_ => new ValueTask<int>(late.Task), Test).AsTask();
        rig.Kill(first);
        await Assert.ThrowsAsync<SessionLostException>(() => call.InTime());
        await rig.Clock.TimerAsync(TimeSpan.FromSeconds(3));
        Assert.Equal(0, rig.Provider.Restore.Calls);

        late.SetResult(1);

        Assert.Equal(2, (await rig.LeaseAsync()).Generation);
    }

    [Fact]
    public async Task Recovery_CallsOfTheLostGenerationNeverEnd_WaitsNoLongerThanItsDeadline()
    {
        await using Rig rig = new() { Options = { Recovery = { InFlightTimeout = TimeSpan.FromSeconds(3) } } };
        SessionLease<Gadget> first = await rig.LeaseAsync();
        _ = first.GuardAsync(_ => new ValueTask<int>(new TaskCompletionSource<int>().Task), Test).AsTask();
        rig.Kill(first);
        await rig.Clock.PassAsync(TimeSpan.FromSeconds(3));

        Assert.Equal(2, (await rig.LeaseAsync()).Generation);
    }

    [Fact]
    public async Task Recovery_DiesWhileBeingOpened_IsAnIncidentOfItsOwn()
    {
        await using Rig rig = new();
        SessionLease<Gadget> first = await rig.LeaseAsync();
        rig.Provider.Canary.Do(call =>
        {
            if (call == 2)
            {
                rig.Report(Rig.Decisive(LossCause.DriverExited));
            }
        });
        rig.Kill(first);
        Task<SessionLease<Gadget>> next = rig.LeaseAsync();

        Assert.Equal(3, (await next).Generation);
        Assert.Equal([1, 2, 3], rig.Provider.Sessions.Select(session => session.Generation));
        Incident died = await rig.Sink.OutcomeAsync(1, IncidentOutcome.DiedAgain);
        Assert.Equal("the new session died: DriverExited", died.Steps[^1].Outcome);
        Incident second = await rig.Sink.OutcomeAsync(2, IncidentOutcome.Recovered);
        Assert.Equal(LossCause.DriverExited, second.Cause);
        Assert.Equal(2, rig.Manager.Health.Deaths);
        Assert.Equal(1, rig.Provider.Running);
    }

    [Fact]
    public async Task FirstOpening_DiesDuringLaunch_BeginsNoFurtherStepOnIt()
    {
        await using Rig rig = new();
        rig.Provider.Launch.Do(call =>
        {
            if (call == 1)
            {
                rig.Report(Rig.Decisive());
            }
        });
        Task<SessionLease<Gadget>> lease = rig.LeaseAsync();

        Assert.Equal(2, (await lease).Generation);
        Assert.Equal(1, rig.Provider.LogIn.Calls);
        await rig.Sink.OutcomeAsync(1, IncidentOutcome.Recovered);
        await Deadline.Until(() => rig.Provider.Running == 1);
    }

    [Fact]
    public async Task Recovery_DiesWhileCookiesAreRestored_DoesNotLogInOnIt()
    {
        await using Rig rig = new();
        SessionLease<Gadget> first = await rig.LeaseAsync();
        rig.Provider.Restore.Do(call =>
        {
            if (call == 1)
            {
                rig.Report(Rig.Decisive());
            }
        });
        rig.Kill(first);

        Assert.Equal(3, (await rig.LeaseAsync()).Generation);
        Assert.Equal(1, rig.Provider.LogIn.Calls);
        Assert.Equal(2, rig.Provider.Capture.Calls);
    }

    [Fact]
    public async Task FirstOpening_BrowserOfAFailedAttemptReportsLate_IsNotHeard()
    {
        await using Rig rig = new();
        rig.Provider.Canary.Do(call =>
        {
            if (call == 1)
            {
                throw new InvalidOperationException("no answer");
            }
        });
        SessionLease<Gadget> lease = await rig.LeaseAsync();

        rig.Provider.Sessions[0].Report(Rig.Decisive());

        Assert.Equal((1, 2), (lease.Generation, rig.Provider.Launch.Calls));
        Assert.False(lease.IsLost);
    }

    [Fact]
    public async Task FirstOpening_LaunchFails_IsTriedAgainForTheSameGeneration()
    {
        await using Rig rig = new();
        rig.Provider.Launch.Do(call =>
        {
            if (call == 1)
            {
                throw new InvalidOperationException("no display");
            }
        });
        Task<SessionLease<Gadget>> lease = rig.LeaseAsync();

        Assert.Equal(1, (await lease).Generation);
        Assert.Empty(rig.Sink.Records);
        Assert.DoesNotContain(rig.Logger.Collector.GetSnapshot(), record => record.Id.Id == 1008);
    }

    [Fact]
    public async Task GiveUp_DuringTheFirstOpening_TellsEveryWaiter()
    {
        await using Rig rig = new();
        rig.Provider.LogIn.Do(static (_, _) => Task.FromException(new TimeoutException("the page did not come")));
        Task<SessionLease<Gadget>>[] waiters = [.. Enumerable.Range(0, 5).Select(_ => rig.LeaseAsync())];
        Task<SessionUnavailableException[]> all = Task.WhenAll(waiters.Select(waiter => Assert.ThrowsAsync<SessionUnavailableException>(() => waiter)));

        foreach (SessionUnavailableException refused in await all)
        {
            Assert.True(refused.GaveUp);
            Assert.Equal(
                "Session 'test' was given up: more than 3 restarts within 00:05:00. Last failure: log-in: the page did not come.", refused.Message);
        }

        // Below the five at which common sites lock an account.
        Assert.Equal(4, rig.Provider.LogIn.Calls);
        Assert.Equal(SessionState.GivenUp, rig.Manager.Health.State);
        Assert.False(rig.Manager.Health.DeathDetected);
        Assert.True(rig.Manager.ShouldHalt);
        await Assert.ThrowsAsync<SessionUnavailableException>(() => rig.LeaseAsync());
        await Deadline.Until(() => rig.Provider.Running == 0);
        Assert.Empty(rig.Sink.Records);
    }

    [Fact]
    public async Task GiveUp_AfterDeaths_NamesTheLastCauseAndClosesTheIncident()
    {
        await using Rig rig = new() { Options = { Recovery = { MaxRestarts = 2 } } };
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        lease = await rig.DieAsync(lease);
        lease = await rig.DieAsync(lease);
        rig.Kill(lease, LossCause.TabLost);

        SessionUnavailableException gaveUp = await Assert.ThrowsAsync<SessionUnavailableException>(() => rig.LeaseAsync());

        Assert.Equal("Session 'test' was given up: more than 2 restarts within 00:05:00. Last failure: TabLost.", gaveUp.Message);
        Incident last = await rig.Sink.OutcomeAsync(3, IncidentOutcome.GaveUp);
        Assert.Equal(LossCause.TabLost, last.Cause);
        Assert.True(rig.Manager.ShouldHalt);
        SessionHealth health = rig.Manager.Health;
        Assert.Equal((SessionState.GivenUp, 3, LossCause.TabLost), (health.State, health.Generation, health.Cause));
    }

    [Fact]
    public async Task GiveUp_TheBrowserCannotBeEnded_TellsWaitersAtOnce()
    {
        await using Rig rig = new() { Options = { Recovery = { MaxRestarts = 0 } } };
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        TaskCompletionSource release = rig.Provider.End.Hang();
        rig.Kill(lease);

        await Assert.ThrowsAsync<SessionUnavailableException>(() => rig.LeaseAsync());
        release.SetResult();
    }

    [Fact]
    public async Task RestartIntensity_AfterTheResetTime_IsReset()
    {
        await using Rig rig = new() { Options = { Recovery = { MaxRestarts = 1 } } };
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        for (int i = 0; i < 4; i++)
        {
            lease = await rig.DieAsync(lease);
            rig.Clock.Advance(rig.Options.Recovery.ResetIntensityAfter);
        }

        Assert.Equal(5, lease.Generation);
    }

    [Fact]
    public async Task RestartIntensity_DeathsOnTrial_HaveABudgetOfTheirOwn()
    {
        await using Rig rig = new() { Options = { Recovery = { MaxRestarts = 1, MaxTrialRestarts = 2 } } };
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        for (int i = 0; i < 2; i++)
        {
            using IDisposable trial = lease.BeginTrial();
            lease = await rig.DieAsync(lease);
        }

        // A trial that has ended explains nothing.
        lease.BeginTrial().Dispose();
        lease = await rig.DieAsync(lease);
        using IDisposable last = lease.BeginTrial();
        rig.Kill(lease);

        SessionUnavailableException gaveUp = await Assert.ThrowsAsync<SessionUnavailableException>(() => rig.LeaseAsync());
        Assert.Contains("more than 2 restarts within 00:05:00 after work that was tried alone", gaveUp.Message, StringComparison.Ordinal);
    }

    /// <summary>What was on trial does not explain why no browser can be opened afterwards.</summary>
    [Fact]
    public async Task RestartIntensity_RecoveryAfterATrialFails_TakesOrdinaryRestarts()
    {
        await using Rig rig = new() { Options = { Recovery = { MaxRestarts = 1, MaxTrialRestarts = 100 } } };
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        rig.Provider.Launch.Fail("no display");
        using IDisposable trial = lease.BeginTrial();
        rig.Kill(lease);

        SessionUnavailableException gaveUp = await Assert.ThrowsAsync<SessionUnavailableException>(() => rig.LeaseAsync());
        Assert.Contains("more than 1 restarts", gaveUp.Message, StringComparison.Ordinal);
        Assert.Equal(3, rig.Provider.Launch.Calls);
    }

    /// <summary>Opening may take longer than a healthy spell; a session that dies at once after it was not healthy.</summary>
    [Fact]
    public async Task RestartIntensity_SlowOpening_DoesNotReset()
    {
        await using Rig rig = new() { Options = { Recovery = { MaxRestarts = 1 } } };
        rig.Provider.LogIn.Do(_ => rig.Clock.Advance(TimeSpan.FromSeconds(115)));
        rig.Provider.Canary.Do(_ => rig.Clock.Advance(TimeSpan.FromSeconds(10)));
        rig.Verifier!.Answer = _ => rig.Provider.LogIn.Calls == rig.Provider.Launch.Calls ? Identity.Member("ann") : Identity.Visitor("401");
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        lease = await rig.DieAsync(lease);
        rig.Kill(lease);

        await Assert.ThrowsAsync<SessionUnavailableException>(() => rig.LeaseAsync());
    }

    [Fact]
    public async Task Backoff_BetweenAttempts_IsWaited()
    {
        await using Rig rig = new() { Options = { Recovery = { BackoffBase = TimeSpan.FromMilliseconds(500) } } };
        rig.Provider.Launch.Do(call => throw new InvalidOperationException($"no display {call}"));
        Task<TimeSpan> backoff = rig.Clock.NextTimerAsync(due => due.TotalMilliseconds is >= 250 and <= 750);
        Task<SessionLease<Gadget>> lease = rig.LeaseAsync();
        TimeSpan wait = await backoff;
        rig.Provider.Launch.Succeed();
        rig.Clock.Advance(wait - TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, rig.Provider.Launch.Calls);
        rig.Clock.Advance(TimeSpan.FromMilliseconds(1));

        await lease;
        Assert.Equal(2, rig.Provider.Launch.Calls);
    }

    private static void BlockAtFirst(int call, ManualResetEventSlim gate)
    {
        if (call == 1)
        {
            gate.Wait(CancellationToken.None);
        }
    }
}
