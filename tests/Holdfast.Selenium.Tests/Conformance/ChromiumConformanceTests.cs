using Holdfast.Testing;

namespace Holdfast.Selenium.Tests;

/// <summary>Chromium passes everything that the suite asks of an adapter.</summary>
[Trait("Category", "Browser")]
public sealed class ChromiumConformanceTests(ITestOutputHelper output)
{
    /// <summary>Each fault with a command in flight, and idle where an idle session can notice it by itself within seconds.</summary>
    public static TheoryData<FaultKind, bool> Faults => new()
    {
        { FaultKind.KillBrowser, true },
        { FaultKind.KillBrowser, false },
        { FaultKind.TerminateBrowser, true },
        { FaultKind.TerminateBrowser, false },
        { FaultKind.KillDriver, true },
        { FaultKind.KillDriver, false },
        { FaultKind.CloseWindow, true },
        { FaultKind.CloseWindow, false },
        { FaultKind.CloseTab, true },
        { FaultKind.CloseTab, false },
        { FaultKind.CrashTab, true },
        { FaultKind.CrashTab, false },
        { FaultKind.StopBrowser, true },
        { FaultKind.StopDriver, true },
        { FaultKind.StopTab, true },
        { FaultKind.HangTab, true },
        { FaultKind.TakeMemory, true },
        { FaultKind.TakeMemory, false },
        { FaultKind.ExpireLogin, false },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Fault_IsNamedEndedRecoveredAndLeavesNothing(FaultKind fault, bool busy)
    {
        await using ConformanceBed bed = new();
        ConformanceRow row = await bed.Suite.RunAsync(fault, busy, ConformanceBed.Rounds, TestContext.Current.CancellationToken);
        output.WriteLine(row.ToMarkdown());
        Assert.Empty(row.Problems);
        Assert.Equal(FaultExpectation.Of(fault).Step, Assert.Single(row.Rounds.Select(round => round.Step).Distinct()));
        ConformanceReport.Add(row);
    }
}
