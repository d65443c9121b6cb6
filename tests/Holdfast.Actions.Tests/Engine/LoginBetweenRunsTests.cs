using Holdfast.Actions.Tests.Running;
using Holdfast.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Actions.Tests.Engine;

/// <summary>A session that outlives its runs logs in between them as well: the account is no less in danger then.</summary>
public sealed class LoginBetweenRunsTests : IAsyncDisposable
{
    private readonly ManyRunsRig _rig = new();
    private readonly IncidentRecorder _recorder = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Refused_NoRunIsUnderWay_IsKeptInEachLedgerThatTheSessionHasServed()
    {
        ScriptedProvider<ScriptedTab> browser = await RunAsync("one", "other");
        await RefuseAsync("one", times: 1);
        await RefuseAsync("other", times: 1);
        browser.LogIn.Do(static (_, _) => Task.FromException(new LoginRefusedException("wrong password")));

        browser.Die();
        await _recorder.OutcomeAsync(1, IncidentOutcome.GaveUp);

        Assert.Equal(2, browser.LogIn.Calls);
        Assert.NotNull(await HeldUntilAsync("one"));
        Assert.NotNull(await HeldUntilAsync("other"));
    }

    [Fact]
    public async Task LogIn_TooManyWereRefusedAndNoRunIsUnderWay_IsNotTried()
    {
        ScriptedProvider<ScriptedTab> browser = await RunAsync("one", "other");
        await RefuseAsync("one", times: 2);

        browser.Die();
        await _recorder.OutcomeAsync(1, IncidentOutcome.GaveUp);

        Assert.Equal(1, browser.LogIn.Calls);
    }

    private async Task<ScriptedProvider<ScriptedTab>> RunAsync(params string[] ledgers)
    {
        _rig.Registered.AddSingleton<IIncidentSink>(_recorder);
        (_, ScriptedProvider<ScriptedTab> browser) = await _rig.AddAsync(name: null, entries: 5);
        browser.Restore.Fail("this browser takes no cookies back");
        foreach (string ledger in ledgers)
        {
            Assert.Equal(RunEnd.Completed, (await _rig.RunAsync(ledger: ledger)).End);
        }

        Assert.Equal(1, browser.LogIn.Calls);
        return browser;
    }

    private async Task RefuseAsync(string ledger, int times)
    {
        for (int time = 0; time < times; time++)
        {
            await LoginsOf(ledger).RecordRefusedLoginAsync(Account, TimeProvider.System.GetUtcNow());
        }
    }

    private Task<DateTimeOffset?> HeldUntilAsync(string ledger) => LoginsOf(ledger).ReadLoginHoldAsync(Account, TimeProvider.System.GetUtcNow());

    private ILoginLedger LoginsOf(string ledger) => new SqliteRunLedgerStore(TimeProvider.System).LoginsOf(_rig.Settings(ledger).LedgerPath);

    private LoginAccount Account => _rig.Services.GetRequiredService<SessionHttpClient>().Account;
}
