using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests.Site;

public sealed class KinDataTests
{
    [Fact]
    public void Record_KnownIndex_NeverChanges()
    {
        KinRecord record = KinData.Record(42);

        Assert.Equal(new MatchItem("m00042", "Ada Müller", "21928aa3b3d9f499"), record.Item);
        Assert.Equal(
            (1379, 501.5m, 58, "first cousin", "Line 5705, revision 0; \"checked\""),
            (record.Details.TreeSize, record.Details.SharedCm, record.Details.Segments, record.Details.Relationship, record.Details.Note));
    }

    [Fact]
    public void Record_TwoRevisions_DifferInVersionAndNoteOnly()
    {
        MatchDetails before = KinData.Details(7);
        MatchDetails after = KinData.Details(7, revision: 1);

        Assert.NotEqual(before.Version, after.Version);
        Assert.NotEqual(before.Note, after.Note);
        Assert.Equal(before, after with { Version = before.Version, Note = before.Note });
    }

    [Fact]
    public void Version_AllMatchesOfTheFullList_AreDistinct() =>
        Assert.Equal(15_920, Enumerable.Range(1, 15_920).Select(i => KinData.Item(i).Version).Distinct().Count());

    [Theory]
    [InlineData("m00001", 1)]
    [InlineData("m15920", 15_920)]
    [InlineData("m123456", 123_456)]
    public void TryParseId_GoodId_GivesTheIndex(string id, int index)
    {
        Assert.True(KinData.TryParseId(id, out int parsed));
        Assert.Equal(index, parsed);
        Assert.Equal(id, KinData.Id(index));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("m00000")]
    [InlineData("m1")]
    [InlineData("m0000001")]
    [InlineData("x00001")]
    [InlineData("m-0001")]
    public void TryParseId_BadId_IsRefused(string? id) => Assert.False(KinData.TryParseId(id, out _));
}
