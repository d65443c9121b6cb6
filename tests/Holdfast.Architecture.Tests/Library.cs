using Microsoft.CodeAnalysis.CSharp;

namespace Holdfast.Architecture.Tests;

/// <summary>The product's sources, read once for all tests.</summary>
public sealed class Library
{
    /// <summary>Reads them.</summary>
    public Library()
    {
        Dictionary<string, CSharpCompilation> compiled = [];
        Projects = LibraryProject.ReadAll();
        foreach (LibraryProject project in Projects)
        {
            compiled[project.Name] = SourceReader.Compile(
                project.Name,
                project.Files().Select(path => (Path.GetRelativePath(project.Folder, path), File.ReadAllText(path))),
                project.Usings,
                Known(project).Distinct().Select(name => compiled[name]),
                project.Friends);
        }

        References = Projects.ToDictionary(project => project.Name, project => SourceReader.References(compiled[project.Name]));
        Methods = compiled.Values.SelectMany(SourceReader.Methods).ToHashSet(StringComparer.Ordinal);
        Sql = Projects.ToDictionary(project => project.Name, project => SourceReader.Sql(compiled[project.Name]));
        SqlNames = Projects.ToDictionary(project => project.Name, project => SourceReader.Names(compiled[project.Name], "sql"));
    }

    internal IReadOnlyList<LibraryProject> Projects { get; }

    internal IReadOnlyDictionary<string, IReadOnlyList<SourceReference>> References { get; }

    /// <summary>Every method, as type and name.</summary>
    internal IReadOnlySet<string> Methods { get; }

    internal IReadOnlyDictionary<string, IReadOnlyList<string>> Sql { get; }

    internal IReadOnlyDictionary<string, IReadOnlyList<string>> SqlNames { get; }

    /// <summary>What a project refers to, itself or by another.</summary>
    private IEnumerable<string> Known(LibraryProject project) =>
        project.References.Concat(project.References.SelectMany(name => Known(Projects.Single(other => other.Name == name))));
}
