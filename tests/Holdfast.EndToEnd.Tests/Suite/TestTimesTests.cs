using System.Diagnostics;
using System.Globalization;

namespace Holdfast.EndToEnd.Tests;

/// <summary>A class that grows is named, and a busy machine is not mistaken for one. Needs no browser.</summary>
public sealed class TestTimesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("holdfast-times.").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Run_EveryClassAsUsual_NamesTheTenSlowestTests()
    {
        (int code, string said) = await RunAsync(Budgets(6), [.. Enumerable.Range(1, 6).SelectMany(number => Tests($"A.C{number}", 5.2, 4.8))]);

        Assert.Equal(0, code);
        string[] lines = said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(12, lines.Length);
        Assert.Equal("    5.2 s  A.C1.Test1(text: \"a < b\")", lines[1]);
        Assert.Equal("    4.8 s  A.C4.Test2(text: \"a < b\")", lines[10]);
    }

    [Fact]
    public async Task Run_OneClassTookFourTimesAsLong_FailsWithItsName()
    {
        (int code, string said) = await RunAsync(
            Budgets(6), [.. Tests("A.C1", 40), .. Enumerable.Range(2, 5).SelectMany(number => Tests($"A.C{number}", 10))]);

        Assert.Equal(1, code);
        Assert.Contains("A.C1 took 40 s; its budget is 35 s", said, StringComparison.Ordinal);
        Assert.DoesNotContain("A.C2 took", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_EveryClassTookFourTimesAsLong_IsABusyMachine()
    {
        (int code, string said) = await RunAsync(Budgets(6), [.. Enumerable.Range(1, 6).SelectMany(number => Tests($"A.C{number}", 40))]);

        Assert.True(code == 0, said);
    }

    [Fact]
    public async Task Run_ClassWithoutALine_HasTwentySeconds()
    {
        (int code, string said) = await RunAsync(Budgets(0), [.. Tests("A.New", 51), .. Tests("A.Other", 49)]);

        Assert.Equal(1, code);
        Assert.Contains("A.New took 51 s; its budget is 50 s", said, StringComparison.Ordinal);
        Assert.DoesNotContain("A.Other took", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A.C1 10 waits")]
    [InlineData("A.C1\tten\twaits")]
    [InlineData("A.C1\t10\tsleeps")]
    public async Task Run_BadBudget_SaysWhichLine(string line)
    {
        (int code, string said) = await RunAsync(line, [.. Tests("A.C1", 1)]);

        Assert.Equal(2, code);
        Assert.Contains(line, said, StringComparison.Ordinal);
    }

    private static string Budgets(int classes) =>
        string.Join('\n', Enumerable.Range(1, classes).Select(number => $"A.C{number}\t10\tcomputes").Prepend("# a comment"));

    private static IEnumerable<string> Tests(string type, params double[] seconds) => seconds.Select((time, index) => string.Create(
        CultureInfo.InvariantCulture,
        $"""<test name="{type}.Test{index + 1}(text: \&quot;a &lt; b\&quot;)" type="{type}" method="Test" time="{time}" result="Pass" />"""));

    private async Task<(int Code, string Said)> RunAsync(string budgets, IEnumerable<string> tests)
    {
        string file = Path.Combine(_folder, "budgets.tsv");
        string results = Path.Combine(_folder, "results.xml");
        await File.WriteAllTextAsync(file, budgets + "\n");
        await File.WriteAllTextAsync(results, $"<assemblies><assembly><collection>{string.Concat(tests)}</collection></assembly></assemblies>");
        using Process process = Process.Start(new ProcessStartInfo(Repository.File("build", "test-times"), [file, results]) { RedirectStandardOutput = true })!;
        string said = await process.StandardOutput.ReadToEndAsync().WaitAsync(Job.Deadline);
        await process.WaitForExitAsync().WaitAsync(Job.Deadline);
        return (process.ExitCode, said);
    }
}
