using Microsoft.Extensions.Time.Testing;

namespace Holdfast.Ledger.Sqlite.Tests;

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

        using RunLedger ledger = Open(LedgerAccess.ReadWrite);
        Assert.Equal(1L, ledger.Connection.Sql("SELECT count(*) FROM holdfast_refused_logins").Scalar());
        Assert.DoesNotContain("quentin", File.ReadAllText(_files.Path), StringComparison.Ordinal);
    }

    /// <summary>Somebody has changed the password: it is tried, and if it is wrong as well, not again.</summary>
    [Fact]
    public void HeldUntil_SecretWasChanged_MayBeTriedOnce()
    {
        const string Changed = "quentin-the-second";
        Note(Ann, "quentin-the-first");
        Note(Ann, "quentin-the-first");

        Assert.NotNull(Held(Ann, secret: "quentin-the-first"));
        Assert.Null(Held(Ann, secret: Changed));
        Assert.Null(Held(Ann, LedgerAccess.Read, secret: Changed));
        Note(Ann, Changed);
        Assert.NotNull(Held(Ann, secret: Changed));
        Assert.NotNull(Held(Ann, secret: "quentin-the-first"));
        Assert.Null(Held("https://site.test/\nbob", secret: Changed));
        Assert.DoesNotContain("quentin", File.ReadAllText(_files.Path, System.Text.Encoding.Latin1), StringComparison.Ordinal);
    }

    /// <summary>One refusal each of two secrets are two of the account.</summary>
    [Fact]
    public void HeldUntil_TwoSecretsRefusedOnce_NeitherMayBeTried()
    {
        Note(Ann, "first");
        Note(Ann, "second");

        Assert.NotNull(Held(Ann, secret: "first"));
        Assert.NotNull(Held(Ann, secret: "second"));
        Assert.NotNull(Held(Ann));
        Assert.Null(Held(Ann, secret: "third"));
    }

    /// <summary>A secret that changes by itself, such as a one-time code, does not lift the limit.</summary>
    [Fact]
    public void HeldUntil_FiveSecretsRefused_NoFurtherOneMayBeTried()
    {
        DateTimeOffset first = _time.GetUtcNow();
        foreach (string secret in (string[])["1", "2", "3", "4", "5"])
        {
            Assert.Null(Held(Ann, secret: secret));
            Note(Ann, secret);
        }

        Assert.Equal(first + TimeSpan.FromHours(1), Held(Ann, secret: "6"));
    }

    /// <summary>What was refused without a word of the secret may have been this one.</summary>
    [Fact]
    public void HeldUntil_SecretIsNotKnownOfTheRefused_Holds()
    {
        Note(Ann);
        Note(Ann);

        Assert.NotNull(Held(Ann, secret: "first"));
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

    private void Note(string account, string? secret = null)
    {
        using RunLedger ledger = Open(LedgerAccess.ReadWrite);
        ledger.NoteRefusedLogin(new LoginAccount(account, secret), _time.GetUtcNow());
    }

    private DateTimeOffset? Held(string account, LedgerAccess access = LedgerAccess.ReadWrite, TimeProvider? time = null, string? secret = null)
    {
        time ??= _time;
        using RunLedger ledger = RunLedger.Open(_files.Path, access, time);
        return ledger.ReadLoginHold(new LoginAccount(account, secret), time.GetUtcNow());
    }

    private RunLedger Open(LedgerAccess access) => RunLedger.Open(_files.Path, access, _time);
}
