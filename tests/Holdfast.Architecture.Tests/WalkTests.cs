namespace Holdfast.Architecture.Tests;

/// <summary>The walks of docs/architecture.md can be walked.</summary>
public sealed class WalkTests(Library library) : IClassFixture<Library>
{
    private const string ListToRecord = "From a list page to a record";
    private const string DeathToBatch = "From a death to the same batch";

    /// <summary>So many rooms, and no more, must somebody enter who wants to know how a record comes about.</summary>
    [Fact]
    public void ListPageToRecord_HasNoMoreThan60Stops() => Assert.InRange(Stops(ListToRecord).Count, 30, 60);

    [Theory]
    [InlineData(ListToRecord)]
    [InlineData(DeathToBatch)]
    public void Walk_EachStop_IsAMethodAndHasItsNumber(string walk)
    {
        IReadOnlyList<(int Number, string? Method)> stops = Stops(walk);

        Assert.Equal(Enumerable.Range(1, stops.Count), stops.Select(stop => stop.Number));
        Assert.Empty(stops.Where(stop => stop.Method is { } method && !library.Methods.Contains(method)).Select(stop => stop.Method));
    }

    [Fact]
    public void Stops_OfAText_AreThoseOfTheirChapter() => Assert.Equal(
        [(1, "A.B"), (2, null), (3, "C.D")],
        Walk.Stops("# All\n\n1 `No.No`\n\n### That\n\nx | 1 `A.B`, 2 *the user's own*, with `E.F`; 3 `C.D` |\n\n### Other\n\n4 `No.No`", "That"));

    private static IReadOnlyList<(int Number, string? Method)> Stops(string walk) =>
        Walk.Stops(File.ReadAllText(Repository.File("docs", "architecture.md")), walk);
}
