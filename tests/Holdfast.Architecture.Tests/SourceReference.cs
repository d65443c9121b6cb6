namespace Holdfast.Architecture.Tests;

/// <summary>A place in a source file that names a type of another file or assembly.</summary>
/// <param name="Project">The project of the place.</param>
/// <param name="From">The folder of its file, within the project.</param>
/// <param name="Place">File and line, for whoever has to mend it.</param>
/// <param name="Assembly">The assembly of the type.</param>
/// <param name="To">The folder of the type's file, when it is of the same project; otherwise null.</param>
/// <param name="Type">The type.</param>
internal sealed record SourceReference(string Project, string From, string Place, string Assembly, string? To, string Type);
