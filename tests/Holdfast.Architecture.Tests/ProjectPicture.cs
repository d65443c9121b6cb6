namespace Holdfast.Architecture.Tests;

/// <summary>The picture of docs/architecture.md: which projects each may refer to. A new project is a decision: it gets a line here and in the
/// picture.</summary>
internal static class ProjectPicture
{
    private static readonly Dictionary<string, string[]> s_mayKnow = new(StringComparer.Ordinal)
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

    /// <summary>All that are in it.</summary>
    public static IEnumerable<string> Projects => s_mayKnow.Keys;

    /// <summary>What the projects do against the picture, one line each; none when they are as in it.</summary>
    public static IReadOnlyList<string> Differences(IReadOnlyList<LibraryProject> projects) =>
    [
        .. from project in projects
           from reference in project.References.Except(s_mayKnow.GetValueOrDefault(project.Name, []))
           select $"{project.Name} refers to {reference}",
        .. from project in projects
           from reference in s_mayKnow.GetValueOrDefault(project.Name, []).Except(project.References)
           select $"{project.Name} does not refer to {reference}",
        .. projects.Select(project => project.Name).Except(s_mayKnow.Keys).Select(name => $"{name} is not in it"),
        .. s_mayKnow.Keys.Except(projects.Select(project => project.Name)).Select(name => $"{name} is gone"),
    ];
}
