namespace Holdfast.App.Tests;

public sealed class NearMatchTests
{
    private static readonly string[] s_actions = ["gather-matches", "gather-places", "send-messages", "sync"];

    [Theory]
    [InlineData("gahter-matches", "gather-matches")]
    [InlineData("GATHER-MATCHES", "gather-matches")]
    [InlineData("snyc", "sync")]
    [InlineData("messages", "send-messages")]
    [InlineData("gather", "gather-places,gather-matches")]
    [InlineData("zzz", "")]
    [InlineData("", "")]
    public void Find(string word, string expected) => Assert.Equal(expected, string.Join(',', NearMatch.Find(word, s_actions)));
}
