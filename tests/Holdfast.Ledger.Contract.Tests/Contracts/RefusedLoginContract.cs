using static Holdfast.Tests.Shared.Listed;

namespace Holdfast.Ledger.Contract.Tests;

/// <summary>A site's refusals are counted over all starts, so that no account is locked.</summary>
public abstract class RefusedLoginContract : LedgerContract
{
    private readonly LoginAccount _ann = new("https://site.test/\nann");

    private protected RefusedLoginContract(LedgerRig rig)
        : base(rig)
    {
    }

    private DateTimeOffset Now => Rig.Time.GetUtcNow();

    private ILoginLedger Logins => Rig.Store.LoginsOf(Rig.Ledger);

    [Fact]
    public async Task ReadLoginHold_TwoRefusals_UntilTheFirstIsAnHourOld()
    {
        DateTimeOffset first = Now;
        await Logins.RecordRefusedLoginAsync(_ann, Now);
        Assert.Null(await Logins.ReadLoginHoldAsync(_ann, Now));
        Rig.Time.Advance(TimeSpan.FromMinutes(20));
        await Logins.RecordRefusedLoginAsync(_ann, Now);

        Assert.Equal(first.AddHours(1), await Logins.ReadLoginHoldAsync(_ann, Now));
        Assert.Null(await Logins.ReadLoginHoldAsync(new LoginAccount("https://site.test/\nbob"), Now));
        Rig.Time.Advance(TimeSpan.FromMinutes(41));
        Assert.Null(await Logins.ReadLoginHoldAsync(_ann, Now));
    }

    /// <summary>Whether a run is under way, or the ledger is only looked at: it is one account.</summary>
    [Fact]
    public async Task RecordRefusedLogin_InARunAndWithout_IsCountedTogether()
    {
        await Logins.RecordRefusedLoginAsync(_ann, Now);
        LegUnderTest run = Rig.Begin();
        Assert.Null(await run.Ledger.ReadLoginHoldAsync(_ann, Now));
        await run.Ledger.RecordRefusedLoginAsync(_ann, Now);
        Assert.Equal(Now.AddHours(1), await run.Ledger.ReadLoginHoldAsync(_ann, Now));
        Assert.Equal(Now.AddHours(1), await Logins.ReadLoginHoldAsync(_ann, Now));
        Rig.Close();
        Assert.Equal(Now.AddHours(1), await Rig.Begin("another").Ledger.ReadLoginHoldAsync(_ann, Now));
    }

    /// <summary>Somebody has changed the password.</summary>
    [Fact]
    public async Task ReadLoginHold_WithASecretThatWasNotRefused_IsNull()
    {
        LoginAccount old = new(_ann.Member, "old");
        await Logins.RecordRefusedLoginAsync(old, Now);
        await Logins.RecordRefusedLoginAsync(old, Now);
        Assert.NotNull(await Logins.ReadLoginHoldAsync(old, Now));
        Assert.Null(await Logins.ReadLoginHoldAsync(new LoginAccount(_ann.Member, "new"), Now));
    }

    [Fact]
    public async Task ReadLoginHold_WhereThereIsNoLedger_IsNullAndMakesNone()
    {
        Assert.Null(await Logins.ReadLoginHoldAsync(_ann, Now));
        Assert.Null(Rig.Store.OpenToRead(Rig.Ledger));
    }

    /// <summary>The next leg may not be fenced off from what the site has said.</summary>
    [Fact]
    public async Task RecordRefusedLogin_OfAReplacedLeg_IsKept()
    {
        LegUnderTest old = Rig.Begin();
        LegUnderTest now = Rig.Begin();
        await old.Ledger.RecordRefusedLoginAsync(_ann, Now);
        await old.Ledger.RecordRefusedLoginAsync(_ann, Now);
        Assert.NotNull(await now.Ledger.ReadLoginHoldAsync(_ann, Now));
        Assert.Single(now.PlanPage(Page(1, null, Item("a")), null).Pending);
    }
}
