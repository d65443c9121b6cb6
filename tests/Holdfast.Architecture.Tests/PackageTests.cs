using System.Xml.Linq;

namespace Holdfast.Architecture.Tests;

/// <summary>What is internal in one library is used by its family. So packages of two versions must never come together.</summary>
public sealed class PackageTests(PackedFamily packed) : IClassFixture<PackedFamily>
{
    [Fact]
    public void Packages_WantTheirFamilyInTheirOwnVersion()
    {
        Assert.Equal(
            Sorted(LibraryProject.ReadAll().Select(project => (project.Name, project.References))),
            Sorted(packed.Descriptions.Select(one => (FamilyVersions.Name(one), FamilyVersions.References(one)))));
        Assert.Empty(packed.Descriptions.SelectMany(FamilyVersions.Loose));
    }

    private static IEnumerable<string> Sorted(IEnumerable<(string Name, IReadOnlyList<string> References)> family) =>
        family.Select(one => $"{one.Name} -> {string.Join(", ", one.References.Order(StringComparer.Ordinal))}").Order(StringComparer.Ordinal);

    [Theory]
    [InlineData("Holdfast.Ledger", "[0.1.0]", true)]
    [InlineData("Holdfast.Ledger", "0.1.0", false)]
    [InlineData("Holdfast", "[0.1.0, 0.2.0)", false)]
    [InlineData("Holdfast.Ledger", "[0.2.0]", false)]
    [InlineData("HoldfastLike", "0.1.0", true)]
    public void Loose_IsToldByTheRange(string name, string version, bool isRight)
    {
        XDocument description = XDocument.Parse(
            $"""
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata><id>Holdfast.Actions</id><version>0.1.0</version>
            <dependencies><group targetFramework="net10.0"><dependency id="{name}" version="{version}" /></group></dependencies></metadata></package>
            """);

        Assert.Equal(isRight ? [] : [$"Holdfast.Actions wants {name} {version}"], FamilyVersions.Loose(description));
    }
}
