namespace Holdfast.App.Tests;

public sealed class TableTests
{
    private const string Text = "the browser exited while it was asked for a page";

    [Fact]
    public void Lines_Terminal_TheLastColumnGoesOnBelowItself() => Assert.Equal(
        [
            "N  CAUSE     SYMPTOM",
            "1  TabLost   the browser exited while",
            "             it was asked for a page",
        ],
        Make("TabLost").Lines(40));

    [Fact]
    public void Lines_WordThatIsTooLong_IsCut()
    {
        Table table = new("N", "TEXT");
        table.Add("1", new string('x', 60));

        string[] lines = [.. table.Lines(40)];

        Assert.All(lines, line => Assert.True(line.Length < 40, line));
        Assert.Equal(60, string.Concat(lines).Count(letter => letter == 'x'));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(200)]
    [InlineData(30)]
    public void Lines_PipeOrRoomEnoughOrNone_OneLineForEachRow(int? width) => Assert.Equal(2, Make("TabLost").Lines(width).Count());

    private static Table Make(string cause)
    {
        Table table = new("N", "CAUSE   ", "SYMPTOM");
        table.Add("1", cause, Text);
        return table;
    }
}
