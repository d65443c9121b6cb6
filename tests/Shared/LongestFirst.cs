using System.Globalization;
using Xunit.Sdk;
using Xunit.v3;

[assembly: Xunit.TestCollectionOrderer(typeof(Holdfast.Tests.Shared.LongestFirst))]

namespace Holdfast.Tests.Shared;

/// <summary>Starts the classes in the order of <c>tests/budgets.tsv</c>, the longest first, one that waits and one that computes in turn.</summary>
/// <remarks>A class that waits for a minute must not be what is left at the end;
/// and only in the same order do classes take about the same time in each run.</remarks>
public sealed class LongestFirst : ITestCollectionOrderer
{
    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection
    {
        Dictionary<string, (int Seconds, bool Waits)> budgets = Read();
        ILookup<bool, TTestCollection> known = testCollections
            .Select(collection => (Collection: collection, Budget: budgets.GetValueOrDefault(ClassOf(collection.TestCollectionDisplayName))))
            .OrderByDescending(one => one.Budget.Seconds)
            .ThenBy(one => one.Collection.TestCollectionDisplayName, StringComparer.Ordinal)
            .ToLookup(one => one.Budget.Waits, one => one.Collection);
        return [.. InTurn([.. known[true]], [.. known[false]])];
    }

    private static IEnumerable<T> InTurn<T>(IReadOnlyList<T> some, IReadOnlyList<T> others)
    {
        for (int place = 0; place < Math.Max(some.Count, others.Count); place++)
        {
            foreach (T one in some.Skip(place).Take(1).Concat(others.Skip(place).Take(1)))
            {
                yield return one;
            }
        }
    }

    /// <summary>xunit names the collection that it makes for a class after that class, with a digest behind it.</summary>
    private static string ClassOf(string collection) =>
        collection.Split(' ').FirstOrDefault(word => word.StartsWith("Holdfast.", StringComparison.Ordinal)) ?? "";

    private static Dictionary<string, (int Seconds, bool Waits)> Read() => File.ReadLines(Repository.File("tests", "budgets.tsv"))
        .Where(line => line.StartsWith("Holdfast.", StringComparison.Ordinal))
        .Select(line => line.Split('\t'))
        .ToDictionary(fields => fields[0], fields => (int.Parse(fields[1], CultureInfo.InvariantCulture), fields[2] == "waits"));
}
