using System.Globalization;

namespace Holdfast.EndToEnd.Tests;

/// <summary>No moment is left out for long, whoever runs which commits. Needs no browser.</summary>
public sealed class SampleTests
{
    private const int Commits = 10;

    private static readonly IReadOnlyList<(Fault Fault, int Index)> s_deaths = BrowserDeathTests.All;

    [Fact]
    public void Choose_TenCommitsInARow_TryEveryMoment()
    {
        for (int first = 0; first < 1_000; first++)
        {
            int[] seeds = [.. Enumerable.Range(first, Commits)];
            Assert.Equal(s_deaths.Count, seeds.SelectMany(seed => Sample.Choose(s_deaths, BrowserDeathTests.Parts, seed)).Distinct().Count());
            Assert.Equal(Moment.Kinds, seeds.SelectMany(seed => Sample.Choose(JobKilledTests.All, JobKilledTests.Parts, seed)).Distinct().Count());
        }
    }

    [Fact]
    public void Choose_OneCommit_TriesEveryFaultAndEveryStage()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            IReadOnlyList<(Fault Fault, int Index)> chosen = Sample.Choose(s_deaths, BrowserDeathTests.Parts, seed);
            Assert.Equal(Enum.GetValues<Fault>(), chosen.Select(one => one.Fault).Distinct().Order());
            Assert.Equal(Enumerable.Range(0, Moment.Kinds), chosen.Select(one => one.Index));
            string[] stages =
            [
                .. Sample.Choose(JobKilledTests.All, JobKilledTests.Parts, seed).Select(index => Moment.Choose(index, seed, 20).Stage).Distinct(),
            ];
            Assert.Subset(new HashSet<string>(stages), new HashSet<string> { "listing", "batch", "commit" });
        }
    }

    /// <summary>Who runs every second, third, fourth or fifth commit only must not meet the same part for ever.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Choose_EveryFewCommits_TriesEveryMomentInTheEnd(int stride)
    {
        IEnumerable<int> seeds = Enumerable.Range(0, 3 * Commits).Select(number => number * stride);
        Assert.Equal(s_deaths.Count, seeds.SelectMany(seed => Sample.Choose(s_deaths, BrowserDeathTests.Parts, seed)).Distinct().Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    public void Choose_OneRound_DealsEachMomentOnce(int parts)
    {
        string[] moments = [.. Enumerable.Range(0, 23).Select(number => number.ToString(CultureInfo.InvariantCulture))];
        Assert.Equal(moments.Order(), Enumerable.Range(parts * 7, parts).SelectMany(seed => Sample.Choose(moments, parts, seed)).Order());
    }
}
