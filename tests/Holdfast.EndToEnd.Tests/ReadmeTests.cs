using System.Runtime.CompilerServices;

namespace Holdfast.EndToEnd.Tests;

/// <summary>What the README shows is what the sample runs.</summary>
public sealed class ReadmeTests
{
    [Theory]
    [InlineData("KinfolkApp.cs")]
    [InlineData("GatherMatches.cs")]
    public void Snippet_OfTheSample_IsTheSample(string file)
    {
        string root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", ".."));
        string code = File.ReadAllText(Path.Combine(root, "samples", "Kinfolk", file)).Trim();
        Assert.Contains(code, File.ReadAllText(Path.Combine(root, "README.md")), StringComparison.Ordinal);
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
