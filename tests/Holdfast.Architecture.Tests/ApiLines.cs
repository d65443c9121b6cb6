namespace Holdfast.Architecture.Tests;

/// <summary>A library's list of what is public: PublicAPI.Shipped.txt and PublicAPI.Unshipped.txt.</summary>
internal static class ApiLines
{
    /// <summary>The lines of a project, one for each type and member.</summary>
    public static IReadOnlyList<string> Of(LibraryProject project) =>
        [.. new[] { "Shipped", "Unshipped" }.SelectMany(name => Of(File.ReadAllText(Path.Combine(project.Folder, $"PublicAPI.{name}.txt"))))];

    /// <summary>The lines of a list; its settings are none.</summary>
    public static IEnumerable<string> Of(string list) =>
        list.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith('#'));

    /// <summary>Lines of what a user could change, or take apart, in something that he only reads.</summary>
    public static IEnumerable<string> Changeable(IEnumerable<string> lines) => lines.Where(line =>
        line.EndsWith(".init -> void", StringComparison.Ordinal)
        || line.EndsWith(".set -> void", StringComparison.Ordinal)
        || line.Contains(".Deconstruct(", StringComparison.Ordinal));
}
