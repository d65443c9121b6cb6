using System.Text.Json;
using Holdfast.Actions;
using Microsoft.Extensions.Time.Testing;

namespace Holdfast.App.Tests;

/// <summary>The user's decision about effects that are in doubt.</summary>
public sealed class EffectsCommandTests
{
    [Fact]
    public async Task List_ShowsEffectsAndTheirStates()
    {
        using TestApp app = Make();
        Assert.Equal(ExitCode.Completed, await app.RunAsync("effects", "list"));
        Assert.Contains("ACTION", app.Output, StringComparison.Ordinal);
        Assert.Contains("in-doubt", app.Output, StringComparison.Ordinal);
        Assert.Contains("planned", app.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_State_ShowsOnlyThose()
    {
        using TestApp app = Make();
        Assert.Equal(ExitCode.Completed, await app.RunAsync("effects", "list", "--state", "in-doubt"));
        Assert.Contains("doubtful", app.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("waiting", app.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_Json_IsForPrograms()
    {
        using TestApp app = Make();
        Assert.Equal(ExitCode.Completed, await app.RunAsync("effects", "list", "--state", "in-doubt", "--json"));
        using JsonDocument json = JsonDocument.Parse(app.Output);
        JsonElement effect = Assert.Single(json.RootElement.GetProperty("effects").EnumerateArray());
        Assert.Equal("doubtful", effect.GetProperty("key").GetString());
        Assert.Equal("in_doubt", effect.GetProperty("state").GetString());
        Assert.Equal(1, effect.GetProperty("attempts").GetInt32());
    }

    [Fact]
    public async Task List_UnknownState_Is2WithAHint()
    {
        using TestApp app = Make();
        Assert.Equal(ExitCode.Usage, await app.RunAsync("effects", "list", "--state", "indoubt"));
        Assert.Contains("in-doubt", app.ErrorLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("confirm", EffectState.Confirmed)]
    [InlineData("retry", EffectState.Planned)]
    [InlineData("drop", EffectState.Dropped)]
    public async Task Word_InDoubt_IsTaken(string word, EffectState state)
    {
        using TestApp app = Make();
        Assert.Equal(ExitCode.Completed, await app.RunAsync("effects", word, "doubtful"));
        Assert.Contains("doubtful is", app.Output, StringComparison.Ordinal);
        using RunLedger ledger = RunLedger.Open(app.LedgerPath, LedgerAccess.Read, TimeProvider.System);
        Assert.Equal(state, Assert.Single(ledger.ReadEffects(key: "doubtful")).State);
        Assert.Empty(ledger.Check(1));
    }

    [Theory]
    [InlineData("confirm")]
    [InlineData("retry")]
    public async Task Word_WrongState_Is2AndChangesNothing(string word)
    {
        using TestApp app = Make();
        Assert.Equal(ExitCode.Usage, await app.RunAsync("effects", word, "waiting"));
        Assert.Contains("'waiting' is planned", app.ErrorLine, StringComparison.Ordinal);
        using RunLedger ledger = RunLedger.Open(app.LedgerPath, LedgerAccess.Read, TimeProvider.System);
        Assert.Equal(EffectState.Planned, Assert.Single(ledger.ReadEffects(key: "waiting")).State);
    }

    [Fact]
    public async Task Word_UnknownKey_Is2()
    {
        using TestApp app = Make();
        Assert.Equal(ExitCode.Usage, await app.RunAsync("effects", "drop", "nobody"));
        Assert.Contains("there is no effect 'nobody'", app.ErrorLine, StringComparison.Ordinal);
    }

    /// <summary>A key is whatever the action says.</summary>
    [Fact]
    public async Task Word_KeyBeginsWithADash_IsTakenAfterTwoOfThem()
    {
        using TestApp app = Make();
        LedgerMaker.Sql(
            app.LedgerPath,
            "UPDATE effects SET key = '-doubtful' WHERE key = 'doubtful'; UPDATE effect_listings SET key = '-doubtful' WHERE key = 'doubtful'");
        Assert.Equal(ExitCode.Completed, await app.RunAsync("effects", "confirm", "--", "-doubtful"));
        Assert.Contains("-doubtful is confirmed now", app.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Word_MisspeltOption_NamesTheWholeCommand()
    {
        using TestApp app = Make();
        Assert.Equal(ExitCode.Usage, await app.RunAsync("effects", "confirm", "doubtful", "--acton=send-things"));
        Assert.EndsWith(
            "unknown option '--acton=send-things'. Did you mean --action? See 'kinfolk effects confirm --help'.", app.ErrorLine.Trim(),
            StringComparison.Ordinal);
    }

    /// <summary>Its ledger is thrown away after each round, and with it what was sent.</summary>
    [Fact]
    public async Task Drill_OfAnActionThatSends_IsRefused()
    {
        using TestApp app = new() { Setup = builder => builder.AddAction<SendThings>() };
        Assert.Equal(ExitCode.Usage, await app.RunAsync("drill"));
        Assert.Contains("a drill of 'send-things' would send for real", app.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Word_WhileARunHoldsTheLock_Is13()
    {
        using TestApp app = Make();
        using RunLock held = RunLock.Acquire(app.LedgerPath, "send-things", TimeProvider.System);
        Assert.Equal(ExitCode.Locked, await app.RunAsync("effects", "retry", "doubtful"));
        Assert.Contains("already running", app.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DryRun_OfAnActionThatSendsNothing_Is2()
    {
        using TestApp app = new();
        app.Preview = (_, _, _, _) => throw new UsageException("--dry-run is for actions that send.");
        Assert.Equal(ExitCode.Usage, await app.RunAsync("run", "--dry-run"));
    }

    [Fact]
    public async Task DryRun_ShowsWhatWouldBeSentAndEndsWithTheTotals()
    {
        using TestApp app = new();
        app.Preview = (_, _, show, _) =>
        {
            show(new EffectPreview("one", """{"to":"ann"}""", null, wouldBeSent: true));
            show(new EffectPreview("two", "{}", EffectState.Confirmed, wouldBeSent: false));
            show(new EffectPreview("three", "{}", EffectState.InDoubt, wouldBeSent: false));
            show(new EffectPreview("four", "{}", EffectState.Failed, wouldBeSent: true));
            return Task.FromResult((RunEnd.Completed, (string?)null));
        };
        Assert.Equal(ExitCode.Completed, await app.RunAsync("run", "--dry-run"));
        Assert.Contains("would be sent  one  {\"to\":\"ann\"}", app.Output, StringComparison.Ordinal);
        Assert.Contains("would be sent again  four", app.Output, StringComparison.Ordinal);
        Assert.Contains("dry run: 2 would be sent, 1 without a clear answer, 1 settled before; nothing was sent", app.Output, StringComparison.Ordinal);
    }

    /// <summary>Whoever reads it wants to see whether the umlauts are right.</summary>
    [Fact]
    public async Task DryRun_IsReadable_AndSafe()
    {
        using TestApp app = new();
        app.Preview = (_, _, show, _) =>
        {
            show(new EffectPreview("one", """{"text":"Gr\u00fc\u00dfe & \u003Ckuss\u003E \u001b[2J"}""", null, wouldBeSent: true));
            show(new EffectPreview("two", "edited by hand", null, wouldBeSent: true));
            return Task.FromResult((RunEnd.Completed, (string?)null));
        };

        Assert.Equal(ExitCode.Completed, await app.RunAsync("run", "--dry-run"));
        Assert.Contains("would be sent  one  {\"text\":\"Grüße & <kuss> \\u001B[2J\"}", app.Output, StringComparison.Ordinal);
        Assert.Contains("would be sent  two  edited by hand", app.Output, StringComparison.Ordinal);
    }

    /// <summary>A ledger with one effect in doubt and one planned, in the words of its own tables.</summary>
    private static TestApp Make()
    {
        TestApp app = new();
        using RunLedger ledger = RunLedger.Open(app.LedgerPath, LedgerAccess.ReadWrite, new FakeTimeProvider(LedgerMaker.Start));
        ledger.BeginLeg("send-things", LegOwner.Current());
        LedgerMaker.Sql(
            app.LedgerPath,
            """
            INSERT INTO effects VALUES
                (1, 'send-things', 'doubtful', '{}', 'in-doubt', 'no answer', 1, 0), (2, 'send-things', 'waiting', '{}', 'planned', NULL, 1, 0);
            INSERT INTO effect_events VALUES (1, 1, 'begun', NULL, 1, 1, 0, 1, 0), (2, 1, 'unknown', 'no answer', 1, 1, 0, 1, 0);
            INSERT INTO effect_pages VALUES (1, 1, 1, 0, NULL, NULL, 2, 1, 0, 1, 0);
            INSERT INTO effect_listings VALUES (1, 0, 1, 'doubtful'), (1, 1, 1, 'waiting');
            """);
        return app;
    }

    private sealed class SendThings : SendAction<string>
    {
        public override Task<EffectPage<string>> PlanAsync(SendContext context, string? cursor, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("nothing is planned in a drill");

        public override Task<Sent> SendAsync(SendContext context, Effect<string> effect, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("nothing is sent in a drill");
    }
}
