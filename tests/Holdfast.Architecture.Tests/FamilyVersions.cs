using System.Xml.Linq;

namespace Holdfast.Architecture.Tests;

/// <summary>Reads from a package's description which of its family it wants.</summary>
internal static class FamilyVersions
{
    /// <summary>The package's name.</summary>
    public static string Name(XDocument description) => Value(description, "id");

    /// <summary>The packages of the family that it depends on.</summary>
    public static IReadOnlyList<string> References(XDocument description) => [.. Dependencies(description).Select(one => one.Attribute("id")!.Value)];

    /// <summary>Those of which another version than its own would do, as it says it; none is right.</summary>
    public static IEnumerable<string> Loose(XDocument description) =>
        from one in Dependencies(description)
        where one.Attribute("version")?.Value != $"[{Value(description, "version")}]"
        select $"{Name(description)} wants {one.Attribute("id")!.Value} {one.Attribute("version")?.Value}";

    private static IEnumerable<XElement> Dependencies(XDocument description) => description.Descendants()
        .Where(element => element.Name.LocalName == "dependency" && IsFamily(element.Attribute("id")?.Value));

    private static bool IsFamily(string? name) => name == "Holdfast" || name?.StartsWith("Holdfast.", StringComparison.Ordinal) == true;

    private static string Value(XDocument description, string name) => description.Descendants().First(element => element.Name.LocalName == name).Value;
}
