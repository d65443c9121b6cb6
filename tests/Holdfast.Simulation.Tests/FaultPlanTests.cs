namespace Holdfast.Simulation.Tests;

/// <summary>What goes wrong comes from the seed alone, and all of it comes.</summary>
public sealed class FaultPlanTests
{
    [Fact]
    public void At_SameSeed_SameFaultsWhateverTheOrder()
    {
        string[] requests = [.. Enumerable.Range(1, 200).Select(item => $"GET /item/{item}")];
        FaultPlan one = new(7);
        FaultPlan other = new(7);

        Assert.Equal(
            requests.Select(request => one.At(FaultPlace.Request, request, 1)),
            requests.Reverse().Select(request => other.At(FaultPlace.Request, request, 1)).Reverse());
        Assert.NotEqual(
            requests.Select(request => one.At(FaultPlace.Request, request, 1)),
            requests.Select(request => new FaultPlan(8).At(FaultPlace.Request, request, 1)));
    }

    [Fact]
    public void At_ManySeeds_EveryKindStrikesWhereItBelongs()
    {
        foreach (FaultPlace place in Enum.GetValues<FaultPlace>())
        {
            HashSet<FaultKind> struck = [.. Enumerable.Range(1, 200).SelectMany(seed =>
                Enumerable.Range(1, 50).Select(item => new FaultPlan(seed).At(place, $"GET /item/{item}", 1)))];

            Assert.Equal(
                Enum.GetValues<FaultKind>().Where(kind => kind == FaultKind.None || FaultPlan.PlaceOf(kind) == place), struck.Order());
        }
    }

    [Fact]
    public void At_AskedAgainAndAgain_ComesThroughInTheEnd()
    {
        Assert.All(Enumerable.Range(1, 100), seed => Assert.Equal(FaultKind.None, new FaultPlan(seed).At(FaultPlace.Request, "GET /list/1", 5)));
    }
}
