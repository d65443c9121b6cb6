namespace Holdfast.Actions.Tests.Gather;

public sealed class BatchOrderTests
{
    [Fact]
    public void TryTake_BatchAfterItsFirstDeath_StaysTogether() =>
        Assert.Equal(["a0 b0", "c1 d1"], Taken(order => order.Add([Item("a"), Item("b"), Item("c", 1), Item("d", 1)])));

    [Fact]
    public void TryTake_AfterTheSecondDeath_EachByItself() =>
        Assert.Equal(["a2", "b2", "c3"], Taken(order => order.Add([Item("a", 2), Item("b", 2), Item("c", 3)])));

    [Fact]
    public void TryTake_FewestDeathsAloneFirst() => Assert.Equal(
        ["c2", "d1", "b3", "a4"],
        Taken(order =>
        {
            order.Add([Item("a", 4, 2), Item("b", 3, 1), Item("c", 2)]);
            order.Add([Item("d", 1)]);
        }));

    [Fact]
    public void TryTake_AddedEach_OneByOneInOrder() => Assert.Equal(["a0", "b0"], Taken(order => order.AddEach([Item("a"), Item("b")])));

    private static PlannedItem Item(string key, int deaths = 0, int soloDeaths = 0) => new(1, key, null, "{}", 0, deaths, soloDeaths);

    private static List<string> Taken(Action<BatchOrder> add)
    {
        BatchOrder order = new();
        add(order);
        List<string> taken = [];
        while (order.TryTake(out IReadOnlyList<PlannedItem> group))
        {
            taken.Add(string.Join(' ', group.Select(item => $"{item.Key}{item.Deaths}")));
        }

        return taken;
    }
}
