using System.Xml.Linq;

namespace Holdfast.Architecture.Tests;

/// <summary>A project of <c>src</c> as its project file describes it.</summary>
/// <param name="Name">Its name, which is its assembly's and its namespace's too.</param>
/// <param name="Folder">Where it stands.</param>
/// <param name="References">The projects that it refers to, by name.</param>
/// <param name="Usings">The namespaces that each of its files uses, beside those of the SDK.</param>
/// <param name="Friends">The assemblies that see what is internal in it.</param>
internal sealed record LibraryProject(
    string Name, string Folder, IReadOnlyList<string> References, IReadOnlyList<string> Usings, IReadOnlyList<string> Friends)
{
    /// <summary>All of them, each after those that it refers to.</summary>
    public static IReadOnlyList<LibraryProject> ReadAll()
    {
        List<LibraryProject> open =
        [
            .. Directory.EnumerateFiles(Repository.File("src"), "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(Read),
        ];
        List<LibraryProject> ordered = [];
        while (open.Count > 0)
        {
            LibraryProject next = open.First(project => project.References.All(name => ordered.Exists(known => known.Name == name)));
            open.Remove(next);
            ordered.Add(next);
        }

        return ordered;
    }

    /// <summary>Its source files.</summary>
    public IEnumerable<string> Files() => Directory.EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static LibraryProject Read(string path)
    {
        XDocument file = XDocument.Load(path);
        return new LibraryProject(
            Path.GetFileNameWithoutExtension(path),
            Path.GetDirectoryName(path)!,
            [.. file.Descendants("ProjectReference").Select(one => Path.GetFileNameWithoutExtension(one.Attribute("Include")!.Value))],
            [.. file.Descendants("Using").Select(one => one.Attribute("Include")!.Value)],
            [.. file.Descendants("InternalsVisibleTo").Select(one => one.Attribute("Include")!.Value)]);
    }
}
