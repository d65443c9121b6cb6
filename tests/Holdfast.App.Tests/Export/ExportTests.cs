using System.Text;
using System.Text.Json;
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
    [InlineData(" \t =1")]
    [InlineData("\u2003=1")]
    [InlineData("\u00A0\u3000@x")]
    [InlineData("\uFEFF\u200B+1")]
    [InlineData("\u00AD=1")]
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
    [InlineData("  two spaces, a dash - and = inside")]
    [InlineData("👩‍👧 ąß漢")]
    [InlineData("")]
    public async Task Csv_OtherText_ComesBackUnchanged(string text)
    {
        string[][] rows = await ExportCsvAsync(JsonSerializer.Serialize(new Dictionary<string, string> { ["x"] = text }));

        Assert.Equal(text, rows[1][3]);
    }

    /// <summary>What would act on a terminal that shows the file, or turn a text about.</summary>
    [Theory]
    [InlineData("\0\e[2J", "\\u0000\\u001B[2J")]
    [InlineData("a\u0085b\u2028c\u009Bd", "a\\u0085b\\u2028c\\u009Bd")]
    [InlineData("gnp\u202Eexe.cod", "gnp\\u202Eexe.cod")]
    [InlineData("\u2066x\u2069\u200F", "\\u2066x\\u2069\\u200F")]
    [InlineData("\v=1", "\\u000B=1")]
    [InlineData("tab\tstays", "tab\tstays")]
    public async Task Csv_CharactersThatAct_AreSpelledOut(string text, string cell)
    {
        string[][] rows = await ExportCsvAsync(JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["x"] = text,
            [text] = "name",
            ["list"] = new[] { text },
        }));

        Assert.Equal(cell, rows[1][3]);
        Assert.DoesNotContain(string.Join("", rows.SelectMany(row => row)), letter => char.IsControl(letter) && letter != '\t');
        Assert.DoesNotContain(string.Join("", rows.SelectMany(row => row)), letter => letter is >= '\u2028' and <= '\u202E' or >= '\u2066' and <= '\u2069');

        // A list stays JSON, with the text in it.
        Assert.Equal(text, JsonDocument.Parse(rows[1][5]).RootElement[0].GetString());
    }

    [Fact]
    public async Task Csv_NamesOfOurColumns_AreNotGivenTwice()
    {
        string[][] rows = await ExportCsvAsync(
            """{"_key":"theirs","_rest":1,"=a":2,"'=a":3,"\\_key":4,"_missing":{"x":5}}""");

        Assert.Equal(["_key", "_missing", "_written_at", "\\_key", "\\_rest", "'=a", "\\'=a", "\\\\_key", "_missing.x"], rows[0]);
        Assert.Equal(rows[0].Length, rows[0].Distinct().Count());
        Assert.Equal(["k0", "", "2026-07-01T22:00:00Z", "theirs", "1", "2", "3", "4", "5"], rows[1]);
    }

    /// <summary>Each record has names of its own: as columns, 3,000 records would be a table of nine million cells.</summary>
    [Fact]
    public async Task Csv_NamesThatAreData_DoNotWidenEveryRow()
    {
        const int Records = 3000;
        using TestApp app = Make([.. Enumerable.Range(0, Records).Select(i => $$$"""{"name":"n{{{i}}}","scores":{"s{{{i}}}":"=x","t{{{i}}}":[1]}}""")]);
        await ExportAsync(app, "csv");

        string[][] rows = Read(Target(app, "csv"));
        Assert.Equal(3 + CsvTable.MaxColumns + 1, rows[0].Length);
        Assert.Equal("_rest", rows[0][^1]);
        Assert.Equal("""{"scores.s999":"=x","scores.t999":[1]}""", rows.Single(row => row[3] == "n999")[^1]);
        Assert.Equal(Records, rows[1..].Select(row => row[3]).Distinct().Count());
    }

    /// <summary>Each value under a name repeats it.</summary>
    [Fact]
    public async Task Csv_LongNames_AreNotRepeatedForEachValue()
    {
        string name = new('n', 20_000);
        string values = string.Join(',', Enumerable.Range(0, 500).Select(i => $"\"v{i}\":{i}"));
        using TestApp app = Make($"{{\"{name}\":{{{values}}}}}");
        await ExportAsync(app, "csv");

        Assert.InRange(new FileInfo(Target(app, "csv")).Length, name.Length, 5 * name.Length);
        Assert.Equal(name, Read(Target(app, "csv"))[0][3]);
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
        using RunLedger writer = RunLedger.Open(app.LedgerPath, LedgerAccess.ReadWrite, new FakeTimeProvider(LedgerMaker.Start));
        RunAccount account = writer.BeginLeg("gather-things", LegOwner.Current());
        account.PlanPage(new PageListing(1, null, null, 1, [new ListedItem("k9", null, "{}")], new(0, 1)), null);

        account.CommitBatch([ItemOutcome.Whole("k9", "9", null)], new(0, 1), () =>
        {
            using RunLedger reader = RunLedger.Open(app.LedgerPath, LedgerAccess.Read, TimeProvider.System);
            Write(reader, Target(app, "jsonl"));
        });

        Assert.Equal(2, (await File.ReadAllLinesAsync(Target(app, "jsonl"), TestContext.Current.CancellationToken)).Length);
    }

    private static void Write(RunLedger reader, string output) =>
        RecordExport.WriteAsync(reader.ReadRecords("gather-things").ToAsyncEnumerable(), ExportFormat.Jsonl, output).GetAwaiter().GetResult();

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
    public async Task Failure_KeepsTheOldFileAndLeavesNoOther()
    {
        using TestApp app = new();
        await File.WriteAllTextAsync(Target(app, "csv"), "old", TestContext.Current.CancellationToken);
        IEnumerable<StoredRecord> Broken()
        {
            yield return new StoredRecord("k", "1", null, null, 1, 1, 1, LedgerMaker.Start);
            throw new IOException("the disk went away");
        }

        await Assert.ThrowsAsync<IOException>(() => RecordExport.WriteAsync(Broken().ToAsyncEnumerable(), ExportFormat.Csv, Target(app, "csv")));
        Assert.Equal("old", await File.ReadAllTextAsync(Target(app, "csv"), TestContext.Current.CancellationToken));
        Assert.Single(Directory.GetFiles(app.Folder));
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

    private static async Task ExportAsync(TestApp app, string format) =>
        Assert.Equal(ExitCode.Completed, await app.RunAsync("export", "gather-things", "--format", format, "--output", Target(app, format)));

    private static async Task<string[][]> ExportCsvAsync(params string[] records)
    {
        using TestApp app = Make(records);
        await ExportAsync(app, "csv");
        return Read(Target(app, "csv"));
    }

    private static string[][] Read(string path) => CsvEyes.Read(path);
}
