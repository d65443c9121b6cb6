namespace Holdfast.EndToEnd.Tests;

/// <summary>What the README shows is what the sample runs.</summary>
public sealed class ReadmeTests
{
    [Theory]
    [InlineData("KinfolkApp.cs")]
    [InlineData("GatherMatches.cs")]
    public void Snippet_OfTheSample_IsTheSample(string file)
    {
        string code = File.ReadAllText(Repository.File("samples", "Kinfolk", file)).Trim();
        Assert.Contains(code, File.ReadAllText(Repository.File("README.md")), StringComparison.Ordinal);
    }
}
