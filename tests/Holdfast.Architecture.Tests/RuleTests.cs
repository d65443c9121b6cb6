using Microsoft.CodeAnalysis.CSharp;

namespace Holdfast.Architecture.Tests;

/// <summary>That each rule finds what is planted against it.</summary>
public sealed class RuleTests
{
    private const string Low = "namespace Planted; public sealed class Low { }";
    private const string High = "namespace Planted; public sealed class High { public Low? Low { get; set; } }";

    [Fact]
    public void Cycles_OneWay_AreNone() => Assert.Empty(FolderCycles.Find(Read(("Low/Low.cs", Low), ("High/High.cs", High))));

    [Theory]
    [InlineData("namespace Planted; public sealed class Low { public High? High { get; set; } }")]
    [InlineData("namespace Planted; public sealed class Low { private readonly object _it = new System.Collections.Generic.List<High>(); }")]
    [InlineData("namespace Planted; public sealed class Low { public static string Name => nameof(High); }")]
    [InlineData("namespace Planted; public sealed class Low { public object? Of(dynamic other) => ((High)other).Low; }")]
    public void Cycles_AReferenceBack_IsNamedWithItsPlace(string low)
    {
        IReadOnlyList<string> found = FolderCycles.Find(Read(("Low/Low.cs", low), ("High/High.cs", High)));

        Assert.Equal(["High -> Low: Planted/High/High.cs:1 names Low", "Low -> High: Planted/Low/Low.cs:1 names High"], found);
    }

    [Fact]
    public void Cycles_OverThreeFolders_AreFound() => Assert.Equal(3, FolderCycles.Find(Read(
        ("A/A.cs", "namespace Planted; public sealed class A { public B? B { get; set; } }"),
        ("B/B.cs", "namespace Planted; public sealed class B { public C? C { get; set; } }"),
        ("C/C.cs", "namespace Planted; public sealed class C { public A? A { get; set; } }"),
        ("D/D.cs", "namespace Planted; public sealed class D { public A? A { get; set; } }"))).Count);

    /// <summary>A call through a variable names no type, and needs it all the same.</summary>
    [Fact]
    public void References_ThroughAMember_AreSeen() => Assert.Contains(
        Read(
            ("Low/Low.cs", Low),
            ("High/High.cs", "namespace Planted; public static class High { public static bool Same(object a) => new Low().Equals(a); }")),
        reference => reference is { From: "High", To: "Low" });

    [Fact]
    public void References_ToADriversType_NameItsAssembly() => Assert.Contains(
        Read(("A/A.cs", "namespace Planted; public sealed class A { public OpenQA.Selenium.IWebDriver? Driver { get; set; } }")),
        reference => reference is { Assembly: "Selenium.WebDriver", Type: "IWebDriver", To: null });

    [Fact]
    public void References_ToSqlite_NameItsAssembly() => Assert.Contains(
        Read(("A/A.cs", "using Microsoft.Data.Sqlite; namespace Planted; public sealed class A { public SqliteConnection? Db { get; set; } }")),
        reference => reference is { Assembly: "Microsoft.Data.Sqlite", Type: "SqliteConnection" });

    [Theory]
    [InlineData("SELECT id FROM items", true)]
    [InlineData("\n            INSERT INTO items (id) VALUES (1)", true)]
    [InlineData("PRAGMA journal_mode = wal", true)]
    [InlineData("UPDATE items SET state = 1", true)]
    [InlineData("Select an item, then update it.", false)]
    [InlineData("UPDATE the settings.", false)]
    public void Sql_IsToldFromOtherTexts(string text, bool isSql) => Assert.Equal(isSql, SqlText.IsStatement(text));

    [Fact]
    public void Sql_InAnyStringOfASource_IsFound()
    {
        CSharpCompilation project = SourceReader.Compile(
            "Planted",
            [("A/A.cs", "namespace Planted; public static class A { public const string B = \"SELECT 1\"; "
                + "public static string C(int d) => $\"DELETE FROM x WHERE y = {d}\"; }")],
            [],
            [],
            []);

        Assert.Equal(["Planted/A/A.cs:1", "Planted/A/A.cs:1"], SourceReader.Sql(project));
    }

    [Fact]
    public void Names_OfAnyCase_AreFoundInIdentifiersOnly()
    {
        CSharpCompilation project = SourceReader.Compile(
            "Planted",
            [
                ("A/A.cs", "namespace Planted; public sealed class SqliteStore { public string ReadsSql() => \"Call AddSqliteLedger\"; }"),
                ("B/B.cs", "namespace Planted; /* SQL */ public sealed class B { public int SQLVERSION; }"),
            ],
            [],
            [],
            []);

        Assert.Equal(
            ["Planted/A/A.cs:1 names SqliteStore", "Planted/A/A.cs:1 names ReadsSql", "Planted/B/B.cs:1 names SQLVERSION"], SourceReader.Names(project, "sql"));
    }

    /// <summary>What is internal in one project is used by its friends.</summary>
    [Theory]
    [InlineData("High", true)]
    [InlineData("Other", false)]
    public void References_ToWhatIsInternalInAFriend_AreSeen(string friend, bool isSeen)
    {
        CSharpCompilation low = SourceReader.Compile("Low", [("A/Low.cs", "namespace Planted; internal sealed class Low { }")], [], [], [friend]);
        CSharpCompilation high = SourceReader.Compile(
            "High", [("A/High.cs", "namespace Planted; internal sealed class High { private Low? _low; }")], [], [low], []);

        Assert.Equal(isSeen, SourceReader.References(high).Any(reference => reference is { Assembly: "Low", Type: "Low" }));
    }

    [Fact]
    public void Picture_IsComparedBothWays()
    {
        List<LibraryProject> projects = [.. LibraryProject.ReadAll()];
        Assert.Empty(ProjectPicture.Differences(projects));
        int ledger = projects.FindIndex(project => project.Name == "Holdfast.Ledger");

        projects[ledger] = projects[ledger] with { References = ["Holdfast.Actions"] };
        projects.RemoveAll(project => project.Name == "Holdfast.Http");
        projects.Add(new LibraryProject("Holdfast.Dashboard", "", ["Holdfast.Actions"], [], []));

        Assert.Equal(
            [
                "Holdfast.Ledger refers to Holdfast.Actions",
                "Holdfast.Dashboard refers to Holdfast.Actions",
                "Holdfast.Ledger does not refer to Holdfast",
                "Holdfast.Dashboard is not in it",
                "Holdfast.Http is gone",
            ],
            ProjectPicture.Differences(projects));
    }

    [Fact]
    public void ApiLines_AreCountedWithoutSettings() => Assert.Equal(
        ["Planted.Run", "Planted.Run.Id.get -> long"], ApiLines.Of("#nullable enable\n\nPlanted.Run\r\nPlanted.Run.Id.get -> long\n"));

    [Theory]
    [InlineData("Planted.Run.Id.get -> long", false)]
    [InlineData("Planted.Run.Id.init -> void", true)]
    [InlineData("Planted.Run.Id.set -> void", true)]
    [InlineData("Planted.Run.Deconstruct(out long Id) -> void", true)]
    public void Changeable_IsToldByItsLine(string line, bool isChangeable) => Assert.Equal(isChangeable, ApiLines.Changeable([line]).Any());

    private static IReadOnlyList<SourceReference> Read(params (string Path, string Text)[] sources) =>
        SourceReader.References(SourceReader.Compile("Planted", sources, [], [], []));
}
