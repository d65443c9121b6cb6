namespace Holdfast.Architecture.Tests;

public sealed class LineWidthTests
{
    private static readonly string[] s_folders = ["src", "tests", "samples", "benchmarks"];

    [Fact]
    public void Sources_NoLine_IsWiderThanEditorConfigSays()
    {
        string root = Path.GetDirectoryName(Repository.File("Holdfast.slnx"))!;
        int limit = LineWidth.Limit(File.ReadAllText(Path.Combine(root, ".editorconfig")));

        string[] found =
        [
            .. from folder in s_folders
               from file in Directory.EnumerateFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
               from line in LineWidth.TooWide(Path.GetRelativePath(root, file), File.ReadAllText(file), limit)
               select line,
        ];
        Assert.True(found.Length == 0, string.Join('\n', found));
    }

    [Fact]
    public void TooWide_PlantedLine_IsNamedWithItsPlace() => Assert.Equal(
        ["A/A.cs:2 has 161 columns, and 160 are allowed"],
        LineWidth.TooWide("A/A.cs", $"{new string('x', 160)}\r\n{new string('y', 161)}\r\n{new string('z', 160)}", 160));
}
