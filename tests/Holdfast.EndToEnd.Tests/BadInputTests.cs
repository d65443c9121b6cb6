using Holdfast.App;
using Kinfolk.Site;
using Microsoft.Data.Sqlite;

namespace Holdfast.EndToEnd.Tests;

/// <summary>What a user gets wrong, or a disk does: one clear error, an exit code of its own, and a ledger as it was.</summary>
public sealed class BadInputTests(ITestOutputHelper output)
{
    private const string Nowhere = "http://127.0.0.1:9";

    [Theory]
    [InlineData(ExitCode.Usage, "run", "gather-everything", "--url", Nowhere)]
    [InlineData(ExitCode.Usage, "run", "--url", Nowhere, "--konkurrency", "4")]
    [InlineData(ExitCode.Usage, "run", "--url", "not-an-address")]
    [InlineData(ExitCode.Usage, "run")]
    [InlineData(ExitCode.Usage, "rum")]
    [InlineData(ExitCode.SiteUnreachable, "run", "--url", Nowhere)]
    [InlineData(ExitCode.LedgerUnusable, "runs")]
    public Task Command_BadInput_OneErrorAndItsCode(int code, params string[] arguments) => FailsAsync(new JobFolder(), code, arguments);

    [Fact]
    public async Task Run_SecretMissing_SaysWhichOne()
    {
        string said = await FailsAsync(
            new JobFolder(), ExitCode.BadConfiguration, ["run", "--url", Nowhere], new() { ["KINFOLK_PASSWORD"] = "" });
        Assert.Contains("KINFOLK_PASSWORD", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NoBrowser_SaysWhereItLooked()
    {
        await using MemberSite site = await LocalSite.StartAsync(pages: 1);
        string said = await FailsAsync(
            new JobFolder(),
            ExitCode.BrowserNotFound,
            ["run", "--url", site.Url],
            new() { ["HOLDFAST_CHROMIUM"] = "/nowhere/chromium", ["HOLDFAST__SESSION__RECOVERY__BACKOFFBASE"] = "00:00:00.010" });
        Assert.Contains("/nowhere/chromium", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "neither DISPLAY nor WAYLAND_DISPLAY is set")]
    [InlineData(":7431", "no server answers at DISPLAY=:7431")]
    public async Task Run_HeadedWithoutADisplay_IsTriedOnce(string display, string why)
    {
        await using MemberSite site = await LocalSite.StartAsync(pages: 1);
        JobFolder folder = new();
        string log = "";
        string said = await FailsAsync(
            folder,
            ExitCode.BrowserNotFound,
            ["run", "--url", site.Url, "--headed"],
            new() { ["DISPLAY"] = display, ["WAYLAND_DISPLAY"] = "", ["HOLDFAST__SESSION__RECOVERY__BACKOFFBASE"] = "00:00:00.010" },
            check: () => log = File.ReadAllText(folder.Log));

        Assert.Contains(why, said, StringComparison.Ordinal);
        Assert.Single(log.Split('\n'), line => line.Contains("to open it failed in step launch", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_TooLittleDisk_SaysHowMuch()
    {
        await FailsAsync(
            new JobFolder(), ExitCode.DiskFull, ["run", "--url", Nowhere], new() { ["HOLDFAST__RUN__MINFREEBYTES"] = "9000000000000000" });
    }

    [Theory]
    [InlineData(ExitCode.LedgerUnusable, "this is a diary, not a ledger; and it is long enough to be read as a header of some file")]
    [InlineData(ExitCode.LedgerUnusable, "")]
    public async Task Run_ForeignFile_LeavesItAlone(int code, string content)
    {
        JobFolder folder = new();
        await File.WriteAllTextAsync(folder.Ledger, content);
        await FailsAsync(folder, code, ["run", "--url", Nowhere], check: () => Assert.Equal(content, File.ReadAllText(folder.Ledger)));
    }

    [Fact]
    public async Task Run_NewerLedger_LeavesItAlone()
    {
        JobFolder folder = new();
        using (RunLedger.Open(folder.Ledger, LedgerAccess.ReadWrite, TimeProvider.System))
        {
            // Made, so that it has the right mark.
        }

        Execute(folder.Ledger, "PRAGMA user_version = 9999");
        byte[] before = await File.ReadAllBytesAsync(folder.Ledger);
        await FailsAsync(
            folder, ExitCode.LedgerTooNew, ["run", "--url", Nowhere], check: () => Assert.Equal(before, File.ReadAllBytes(folder.Ledger)));
    }

    /// <summary>A run that was stopped in the middle, edited by hand, and gone on with.</summary>
    [Theory]
    [Trait("Category", "Browser")]
    [InlineData("DELETE FROM records WHERE key = (SELECT key FROM items WHERE state = 'new' LIMIT 1)")]
    [InlineData("UPDATE items SET state = 'unchanged' WHERE id = (SELECT id FROM items WHERE state = 'new' LIMIT 1)")]
    [InlineData("INSERT INTO items SELECT NULL, run_id, key || '-copy' FROM items WHERE state = 'new' LIMIT 1", true)]
    public async Task Run_LedgerEditedByHand_EndsWithTheMismatchCode(string edit, bool everyColumn = false)
    {
        using JobFolder folder = new();
        await using MemberSite site = await LocalSite.StartAsync(pages: 10, delayMs: 5);
        using SiteControlClient control = new(site.Url);
        await using (Job job = Job.Run(folder, site.Url))
        {
            Assert.False((await control.WaitAsync("/api/profiles/", 120, Job.Deadline)).TimedOut);
            job.Signal(Signals.Terminate);
            Assert.Equal(ExitCode.Stopped, await job.EndAsync());
        }

        Assert.True(Execute(folder.Ledger, everyColumn ? CopyOfAnItem(folder.Ledger) : edit) > 0, "the edit must change something");
        await using Job again = Job.Run(folder, site.Url);
        int code = await again.EndAsync();
        output.WriteLine(again.Output);
        Assert.Equal(ExitCode.Mismatch, code);
    }

    private async Task<string> FailsAsync(
        JobFolder folder, int code, string[] arguments, Dictionary<string, string>? environment = null, Action? check = null)
    {
        using (folder)
        {
            if (arguments[0] is "run" or "runs")
            {
                arguments = [.. arguments, "--ledger", folder.Ledger];
            }

            await using Job job = Job.Start(folder, arguments, environment);
            int actual = await job.EndAsync();
            output.WriteLine(job.Output);
            Assert.Equal(code, actual);
            Assert.DoesNotContain("   at ", job.Output, StringComparison.Ordinal);
            check?.Invoke();
            Assert.Empty(folder.Processes());
            return job.Output;
        }
    }

    private static int Execute(string path, string sql)
    {
        using SqliteConnection connection = Open(path);
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteNonQuery();
    }

    /// <summary>A second item with all columns of the first but its id and key.</summary>
    private static string CopyOfAnItem(string path)
    {
        using SqliteConnection connection = Open(path);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM pragma_table_info('items') WHERE name NOT IN ('id', 'key')";
        using SqliteDataReader reader = command.ExecuteReader();
        List<string> columns = [];
        while (reader.Read())
        {
            columns.Add(reader.GetString(0));
        }

        string names = string.Join(", ", columns);
        return $"INSERT INTO items (key, {names}) SELECT key || '-copy', {names} FROM items WHERE state = 'new' LIMIT 1";
    }

    private static SqliteConnection Open(string path)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
