using Microsoft.Extensions.Time.Testing;

namespace Holdfast.Actions.Tests;

public sealed class RefusedLoginsTests : IDisposable
{
    private const string Ann = "https://site.test/\nann";

    private readonly LedgerFixture _files = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void HeldUntil_TwoWithinAnHour_UntilTheFirstIsAnHourOld()
    {
        DateTimeOffset first = _time.GetUtcNow();
        Note(Ann);
        Assert.Null(Held(Ann));
        _time.Advance(TimeSpan.FromMinutes(20));
        Note(Ann);

        Assert.Equal(first + TimeSpan.FromHours(1), Held(Ann));
        Assert.Equal(first + TimeSpan.FromHours(1), Held(Ann, LedgerAccess.Read));
        Assert.Null(Held("https://site.test/\nbob"));
        Assert.Null(Held("https://other.test/\nann"));
        _time.Advance(TimeSpan.FromMinutes(40));
        Assert.Null(Held(Ann));

        // The second one still counts.
        Note(Ann);
        Assert.Equal(first + TimeSpan.FromMinutes(80), Held(Ann));
    }

    [Fact]
    public void Note_KeepsNoNameAndNoMoreThanItNeeds()
    {
        const string Account = "https://site.test/\nquentin-the-member";
        Note(Account);
        _time.Advance(TimeSpan.FromHours(2));
        Note(Account);

        using Ledger ledger = Open(LedgerAccess.ReadWrite);
        Assert.Equal(1L, ledger.Connection.Sql("SELECT count(*) FROM holdfast_refused_logins").Scalar());
        Assert.DoesNotContain("quentin", File.ReadAllText(_files.Path), StringComparison.Ordinal);
    }

    /// <summary>Set back by a year, it must not hold for a year.</summary>
    [Fact]
    public void HeldUntil_ClockIsSetBack_HoldsForAnHourAtMost()
    {
        Note(Ann);
        Note(Ann);
        FakeTimeProvider earlier = new(_time.GetUtcNow() - TimeSpan.FromDays(365));

        Assert.Equal(earlier.GetUtcNow() + TimeSpan.FromHours(1), Held(Ann, time: earlier));
        earlier.Advance(TimeSpan.FromHours(1));
        Assert.Null(Held(Ann, time: earlier));
    }

    [Fact]
    public void Open_LedgerOfVersion3_CountsFromThenOn()
    {
        Note(Ann);
        string tables = string.Concat(LedgerSchema.TablesBetween(3, LedgerSchema.Version).Select(static table => $"DROP TABLE {table}; "));
        _files.Tamper($"{tables} PRAGMA user_version = 3");

        Assert.Null(Held(Ann, LedgerAccess.Read));
        Note(Ann);
        Note(Ann);

        Assert.NotNull(Held(Ann, LedgerAccess.Read));
    }

    public void Dispose() => _files.Dispose();

    private void Note(string account)
    {
        using Ledger ledger = Open(LedgerAccess.ReadWrite);
        ledger.NoteRefusedLogin(account, _time.GetUtcNow());
    }

    private DateTimeOffset? Held(string account, LedgerAccess access = LedgerAccess.ReadWrite, TimeProvider? time = null)
    {
        time ??= _time;
        using Ledger ledger = Ledger.Open(_files.Path, access, time);
        return ledger.ReadLoginHold(account, time.GetUtcNow());
    }

    private Ledger Open(LedgerAccess access) => Ledger.Open(_files.Path, access, _time);
}
