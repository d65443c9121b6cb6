namespace Holdfast.Architecture.Tests;

/// <summary>The picture of docs/architecture.md, asked of the sources.</summary>
public sealed class ArchitectureTests(Library library) : IClassFixture<Library>
{
    // Lines of API of what was one library, Holdfast.Actions: 1,089 then, 909 when it was four; some 640 since what is read back can only be read, and
    // what only the libraries touch is internal.
    private const int MostLines = 700;

    private static readonly string[] s_successors = ["Holdfast.Actions", "Holdfast.Http", "Holdfast.Ledger", "Holdfast.Ledger.Sqlite"];

    public static TheoryData<string> Projects => [.. ProjectPicture.Projects];

    [Fact]
    public void Projects_ReferToWhatThePictureAllows() => Assert.Empty(ProjectPicture.Differences(library.Projects));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_FormNoCycle(string project)
    {
        IReadOnlyList<string> found = FolderCycles.Find(library.References[project]);
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    /// <summary>A type of the driver's outside of its adapter would tie everybody to it.</summary>
    [Fact]
    public void DriverTypes_AreNamedInTheirAdapterOnly() => Assert.Equal(["Holdfast.Selenium"], Users("Selenium.WebDriver"));

    [Theory]
    [InlineData("Microsoft.Data.Sqlite")]
    [InlineData("SQLitePCLRaw.core")]
    public void Sqlite_IsUsedByItsLedgerOnly(string assembly) => Assert.Equal(["Holdfast.Ledger.Sqlite"], Users(assembly));

    [Fact]
    public void Sql_StandsInItsLedgerOnly() =>
        Assert.Equal(["Holdfast.Ledger.Sqlite"], library.Sql.Where(project => project.Value.Count > 0).Select(project => project.Key));

    /// <summary>What an account is, and what runs, know nothing of how it is kept: not even by name.</summary>
    [Theory]
    [InlineData("Holdfast")]
    [InlineData("Holdfast.Http")]
    [InlineData("Holdfast.Ledger")]
    [InlineData("Holdfast.Actions")]
    public void Sql_IsNotNamed(string project) => Assert.Empty(library.SqlNames[project]);

    /// <summary>What runs and reads knows a ledger by its ports. Which kind it is, is said in one place.</summary>
    [Theory]
    [InlineData("Holdfast.App", "Holdfast.App/Hosting/AppLedgers.cs")]
    [InlineData("Holdfast.Testing", "Holdfast.Testing/Scripted/ScriptedRun.cs")]
    public void KindOfLedger_IsNamedWhereItIsChosen(string project, params string[] files) => Assert.Equal(
        files,
        library.References[project].Where(reference => reference.Assembly == "Holdfast.Ledger.Sqlite")
            .Select(reference => reference.Place[..reference.Place.LastIndexOf(':')]).Distinct());

    [Fact]
    public void WhatWasOneLibrary_HasALimitOfPublicLines()
    {
        (string Name, int Lines)[] lines =
        [
            .. library.Projects.Where(project => s_successors.Contains(project.Name)).Select(project => (project.Name, ApiLines.Of(project).Count)),
        ];

        Assert.Equal(s_successors.Length, lines.Length);
        Assert.True(lines.Sum(one => one.Lines) <= MostLines, string.Join(", ", lines.Select(one => $"{one.Name} {one.Lines}")));
    }

    /// <summary>What is read back from a ledger is what was counted there.</summary>
    [Fact]
    public void WhatIsReadBack_CanOnlyBeRead() =>
        Assert.Empty(ApiLines.Changeable(ApiLines.Of(library.Projects.Single(project => project.Name == "Holdfast.Ledger"))));

    private IEnumerable<string> Users(string assembly) =>
        library.References.Where(project => project.Value.Any(reference => reference.Assembly == assembly))
            .Select(project => project.Key).Order(StringComparer.Ordinal);
}
