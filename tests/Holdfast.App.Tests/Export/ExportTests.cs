using System.Text;
using System.Text.Json;
using Holdfast.Actions;
using Microsoft.Extensions.Time.Testing;

namespace Holdfast.App.Tests;

public sealed class ExportTests
{
    [Fact]
    public async Task Csv_NestedAndUneven_IsOneTable()
    {
        string[][] rows = await ExportCsvAsync(
            """{"name":"Ada","age":-5,"seen":true,"address":{"city":"Köln","geo":{"lat":1.50}},"tags":["a","b"],"none":null,"empty":{}}""",
            """{"address":{"city":"Ulm","zip":"01234"},"a.b":1,"a":{"b":2}}""",
            "42");

        Assert.Equal(
            ["_key", "_missing", "_written_at", "name", "age", "seen", "address.city", "address.geo.lat", "tags", "none", "empty",
             "address.zip", "a\\.b", "a.b", "value"],
            rows[0]);
        Assert.Equal(["k0", "", "2026-07-01T22:00:00Z", "Ada", "-5", "true", "Köln", "1.50", """["a","b"]""", "", "{}", "", "", "", ""], rows[1]);
        Assert.Equal(["Ulm", "01234", "1", "2"], [rows[2][6], rows[2][11], rows[2][12], rows[2][13]]);
        Assert.Equal("42", rows[3][14]);
    }

    [Theory]
    [InlineData("=HYPERLINK(\"http://evil\")")]
    [InlineData("+1")]
    [InlineData("-2+3")]
    [InlineData("@SUM(A1)")]
    [InlineData("\tx")]
    [InlineData("\rx")]
    [InlineData("\n=1")]
    [InlineData("  =1+1")]
    [InlineData("＝1+1")]
    public async Task Csv_TextThatCouldBeAFormula_GetsAnApostrophe(string text)
    {
        string[][] rows = await ExportCsvAsync(JsonSerializer.Serialize(new Dictionary<string, string> { ["x"] = text, [text] = "header" }));

        Assert.Equal("'" + text, rows[1][3]);
        Assert.Equal("'", rows[0][4][..1]);
    }

    [Theory]
    [InlineData("a,b;c\t\"quoted\"")]
    [InlineData("two\r\nlines\nand more")]
    [InlineData("'already")]
    [InlineData("\0\e[2J")]
    [InlineData("😀 ąß漢")]
    [InlineData("")]
    public async Task Csv_OtherText_ComesBackUnchanged(string text)
    {
        string[][] rows = await ExportCsvAsync(JsonSerializer.Serialize(new Dictionary<string, string> { ["x"] = text }));

        Assert.Equal(text, rows[1][3]);
    }

    [Fact]
    public async Task Csv_IsUtf8WithoutMarkAndEndsEachRowWithCrLf()
    {
        using TestApp app = Make("""{"x":"line\nend"}""");
        await ExportAsync(app, "csv");

        byte[] bytes = await File.ReadAllBytesAsync(Target(app, "csv"), TestContext.Current.CancellationToken);
        Assert.Equal(
            "\"_key\",\"_missing\",\"_written_at\",\"x\"\r\n\"k0\",\"\",\"2026-07-01T22:00:00Z\",\"line\nend\"\r\n", Encoding.UTF8.GetString(bytes));
    }

    [Fact]
    public async Task Jsonl_IsExactAndOneLineEach()
    {
        const string Record = """{"x":"=1+1\r\n\u2028","n":1.50,"ü":"\u001b[2J"}""";
        using TestApp app = Make(Record, "{ \"pretty\":\n  [ 1,\n 2 ] }");
        await ExportAsync(app, "jsonl");

        string[] lines = (await File.ReadAllTextAsync(Target(app, "jsonl"), TestContext.Current.CancellationToken)).Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Equal("", lines[2]);
        using JsonDocument first = JsonDocument.Parse(lines[0]);
        using JsonDocument stored = JsonDocument.Parse(Record);
        Assert.True(JsonElement.DeepEquals(stored.RootElement, first.RootElement.GetProperty("record")));
        Assert.Contains("1.50", lines[0], StringComparison.Ordinal);
        Assert.DoesNotContain('\e', lines[0]);
        Assert.Equal("k0", first.RootElement.GetProperty("key").GetString());
    }

    [Fact]
    public async Task Partial_SaysWhatIsMissing()
    {
        using TestApp app = new();
        LedgerMaker.Make(app.LedgerPath, "gather-things", [ItemOutcome.Partial("k0", "{}", "=no badge")]);
        await ExportAsync(app, "csv");

        Assert.Equal("'=no badge", Read(Target(app, "csv"))[1][1]);
    }

    [Fact]
    public async Task WhileAJobWrites_SeesWhatIsCommitted()
    {
        using TestApp app = Make("1", "2");
        using Ledger writer = Ledger.Open(app.LedgerPath, LedgerAccess.ReadWrite, new FakeTimeProvider(LedgerMaker.Start));
        RunAccount account = writer.BeginLeg("gather-things", LegOwner.Current());
        account.PlanPage(new PageListing(1, null, null, 1, [new ListedItem("k9", null, "{}")], new(0, 1)), null);

        account.CommitBatch([ItemOutcome.Whole("k9", "9", null)], new(0, 1), () =>
        {
            using Ledger reader = Ledger.Open(app.LedgerPath, LedgerAccess.Read, TimeProvider.System);
            RecordExport.Write(reader.ReadRecords("gather-things"), ExportFormat.Jsonl, Target(app, "jsonl"));
        });

        Assert.Equal(2, (await File.ReadAllLinesAsync(Target(app, "jsonl"), TestContext.Current.CancellationToken)).Length);
    }

    [Fact]
    public async Task Success_ReplacesAnOldFileAndLeavesNoOther()
    {
        using TestApp app = Make("1");
        await File.WriteAllTextAsync(Target(app, "csv"), "old", TestContext.Current.CancellationToken);
        await ExportAsync(app, "csv");

        Assert.StartsWith("\"_key\"", await File.ReadAllTextAsync(Target(app, "csv"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(app.Folder, "*.tmp"));
    }

    [Fact]
    public void Failure_KeepsTheOldFileAndLeavesNoOther()
    {
        using TestApp app = new();
        File.WriteAllText(Target(app, "csv"), "old");
        IEnumerable<StoredRecord> Broken()
        {
            yield return new StoredRecord("k", "1", null, null, 1, 1, 1, LedgerMaker.Start);
            throw new IOException("the disk went away");
        }

        Assert.Throws<IOException>(() => RecordExport.Write(Broken(), ExportFormat.Csv, Target(app, "csv")));
        Assert.Equal("old", File.ReadAllText(Target(app, "csv")));
        Assert.Single(Directory.GetFiles(app.Folder));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-wal")]
    [InlineData(".log")]
    public async Task OntoTheLedger_IsRefused(string suffix)
    {
        using TestApp app = Make("1");
        byte[] before = await File.ReadAllBytesAsync(app.LedgerPath, TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Usage, await app.RunAsync("export", "gather-things", "--format", "csv", "--output", app.LedgerPath + suffix));
        Assert.Equal(before, await File.ReadAllBytesAsync(app.LedgerPath, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task UnknownAction_NamesThoseOfTheLedger()
    {
        using TestApp app = Make("1");

        Assert.Equal(ExitCode.Usage, await app.RunAsync("export", "gather-thing", "--format", "csv", "--output", Target(app, "csv")));
        Assert.Contains("knows no action 'gather-thing'. Did you mean gather-things? Its actions: gather-things.", app.ErrorLine, StringComparison.Ordinal);
    }

    private static TestApp Make(params string[] records)
    {
        TestApp app = new();
        LedgerMaker.Make(app.LedgerPath, "gather-things", [.. records.Select((json, i) => ItemOutcome.Whole($"k{i}", json, null))]);
        return app;
    }

    private static string Target(TestApp app, string format) => Path.Combine(app.Folder, "out." + format);

    private static async Task ExportAsync(TestApp app, string format)
        => Assert.Equal(ExitCode.Completed, await app.RunAsync("export", "gather-things", "--format", format, "--output", Target(app, format)));

    private static async Task<string[][]> ExportCsvAsync(params string[] records)
    {
        using TestApp app = Make(records);
        await ExportAsync(app, "csv");
        return Read(Target(app, "csv"));
    }

    private static string[][] Read(string path) => CsvEyes.Read(path);
}
