namespace Holdfast.Architecture.Tests;

/// <summary>The picture of docs/architecture.md, asked of the sources.</summary>
public sealed class ArchitectureTests(Library library) : IClassFixture<Library>
{
    // Which projects each may refer to. A new project is a decision: it gets a line here and in the picture.
    private static readonly Dictionary<string, string[]> s_mayKnow = new()
    {
        ["Holdfast"] = [],
        ["Holdfast.Browsers"] = ["Holdfast"],
        ["Holdfast.Selenium"] = ["Holdfast.Browsers"],
        ["Holdfast.Http"] = ["Holdfast"],
        ["Holdfast.Ledger"] = ["Holdfast"],
        ["Holdfast.Ledger.Sqlite"] = ["Holdfast.Ledger"],
        ["Holdfast.Actions"] = ["Holdfast.Http", "Holdfast.Ledger"],
        ["Holdfast.App"] = ["Holdfast.Actions", "Holdfast.Ledger.Sqlite"],
        ["Holdfast.Testing"] = ["Holdfast", "Holdfast.Actions", "Holdfast.Ledger.Sqlite"],
    };

    public static TheoryData<string> Projects => [.. s_mayKnow.Keys];

    [Fact]
    public void Projects_ReferToWhatThePictureAllows() => Assert.Equal(
        s_mayKnow.Select(project => $"{project.Key} -> {string.Join(", ", project.Value.Order(StringComparer.Ordinal))}").Order(StringComparer.Ordinal),
        library.Projects.Select(project => $"{project.Name} -> {string.Join(", ", project.References.Order(StringComparer.Ordinal))}")
            .Order(StringComparer.Ordinal));

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

    [Fact]
    public void Sqlite_IsNamedByTheLedgerOnly() => Assert.Equal(["Holdfast.Ledger.Sqlite"], Users("Microsoft.Data.Sqlite"));

    [Fact]
    public void Sql_StandsInTheLedgerOnly() =>
        Assert.Equal(["Holdfast.Ledger.Sqlite"], library.Sql.Where(project => project.Value.Count > 0).Select(project => project.Key));

    private IEnumerable<string> Users(string assembly) =>
        library.References.Where(project => project.Value.Any(reference => reference.Assembly == assembly))
            .Select(project => project.Key).Order(StringComparer.Ordinal);
}
