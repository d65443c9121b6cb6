using System.Globalization;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Hundreds of faults over one gather. Takes most of an hour, so it runs only when it is asked for: <c>build/soak</c>.</summary>
[Trait("Category", "Browser")]
public sealed class SoakTests
{
    [Fact(Explicit = true)]
    public async Task Soak_RandomFaultsOverOneGather_EveryPromiseIsKept()
    {
        int faults = int.Parse(Variable("HOLDFAST_SOAK_FAULTS"), CultureInfo.InvariantCulture);
        int seed = int.Parse(Variable("HOLDFAST_SOAK_SEED"), CultureInfo.InvariantCulture);
        JobFolder folder = new(Variable("HOLDFAST_SOAK_FOLDER"));
        Soak soak = new(folder, faults, seed);
        SoakEnd end = await soak.RunAsync();

        IReadOnlyList<string> broken = SoakVerdict.Broken(soak.Journal.Rows, soak.Journal.Failures, end);
        await File.WriteAllTextAsync(
            Variable("HOLDFAST_SOAK_REPORT"),
            SoakReport.Markdown(soak.Journal.Rows, end, broken, seed, Variable("HOLDFAST_SOAK_COMMIT")),
            TestContext.Current.CancellationToken);
        Assert.Empty(broken);

        // Kept when a promise was broken: ledger and log tell more.
        folder.Dispose();
    }

    private static string Variable(string name) =>
        Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} is not set: start it with build/soak.");
}
