using Holdfast.Testing;
using OpenQA.Selenium;

namespace Holdfast.Selenium.Tests;

/// <summary>Chromium passes everything that the suite asks of an adapter.</summary>
[Trait("Category", "Browser")]
public sealed class ChromiumConformanceTests(ITestOutputHelper output)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // One run tries every fault; of what can be tried busy and idle, and of the troubles, half. A measurement tries all.
    private const int Parts = 2;

    /// <summary>Each fault with a command in flight, and idle where an idle session can notice it by itself within seconds.</summary>
    public static TheoryData<FaultKind, bool> Faults =>
    [
        .. Sample.Of<(FaultKind, bool)>(
            [
                (FaultKind.KillBrowser, true),
                (FaultKind.KillBrowser, false),
                (FaultKind.TerminateBrowser, true),
                (FaultKind.TerminateBrowser, false),
                (FaultKind.KillDriver, true),
                (FaultKind.KillDriver, false),
                (FaultKind.CloseWindow, true),
                (FaultKind.CloseWindow, false),
                (FaultKind.CloseTab, true),
                (FaultKind.CloseTab, false),
                (FaultKind.CrashTab, true),
                (FaultKind.CrashTab, false),
            ],
            Parts),
        (FaultKind.StopBrowser, true),
        (FaultKind.StopDriver, true),
        (FaultKind.StopTab, true),
        (FaultKind.HangTab, true),

        // Idle only: on a slow machine, a tab that takes long to die is rightly taken for hung by whoever waits for it.
        (FaultKind.TakeMemory, false),
        (FaultKind.ExpireLogin, false),
    ];

    public static TheoryData<string> Troubles => [.. Sample.Of([.. EverydayTroubles.Commands.Keys, .. EverydayTroubles.Local.Keys], Parts)];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Fault_IsNamedEndedRecoveredAndLeavesNothing(FaultKind fault, bool busy)
    {
        ConformanceReport.SkipWhenMeasured("local", $"{fault}", busy);
        await using ConformanceBed bed = new();
        ConformanceRow row = await bed.Suite.RunAsync(fault, busy, ConformancePage.Rounds, Token);
        ConformanceReport.AddConforming("local", row, FaultExpectation.Of(fault).Step, output);
    }

    [Theory]
    [InlineData("Browser.close")]
    [InlineData("Quit() on another thread")]
    [InlineData("DELETE by another client")]
    [InlineData("SIGKILL of the tab's process")]
    [InlineData("chrome://crash")]
    [InlineData("GPU process killed until the browser gives up")]
    [InlineData("StopTab while a page loads")]
    public async Task OtherDeath_IsNamedEndedRecoveredAndLeavesNothing(string name)
    {
        ConformanceReport.SkipWhenMeasured("local", name, ChromiumDeaths.CanBeBusy(name));
        await using SilentSite silent = new();
        await using ConformanceBed bed = new();
        ConformanceFault<IWebDriver> fault = ChromiumDeaths.Of(name, bed, silent);
        ConformanceRow row = await bed.Suite.RunAsync(fault, ChromiumDeaths.CanBeBusy(name), ConformancePage.Rounds, Token);
        ConformanceReport.AddConforming("local", row, fault.Expected.Step, output);
    }

    /// <summary>A page that is waited for explains a silence for so long and no longer. Its default, 5 min, is more than a row should take.</summary>
    [Fact]
    public async Task HangWhileAPageLoads_IsFoundAfterThePageLoadLimit()
    {
        await using SilentSite silent = new();
        await using ConformanceBed bed = new(chromium => chromium.PageLoadLimit = TimeSpan.FromSeconds(2));
        ConformanceFault<IWebDriver> fault = ChromiumDeaths.Of("HangTab while a page loads", bed, silent);
        ConformanceRow row = await bed.Suite.RunAsync(fault, busy: false, rounds: 1, Token);
        output.WriteLine(row.ToMarkdown());
        Assert.Empty(row.Problems);
    }

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task Trouble_KillsNothing(string name)
    {
        ConformanceReport.SkipWhenMeasured("local-troubles", name);
        // Chromium gives up when its GPU process dies too often, so each of those deaths has a browser of its own.
        int together = name == EverydayTroubles.GpuKilled ? 1 : ConformancePage.Rounds;
        List<TroubleRow> rows = [];
        while (rows.Count * together < ConformancePage.Rounds)
        {
            await using ConformanceBed bed = new();
            rows.Add(await bed.Suite.RunAsync(
                new ConformanceTrouble<IWebDriver>(name, (lease, token) => EverydayTroubles.Commands.TryGetValue(name, out Action<IWebDriver>? command)
                    ? lease.UseAsync(command, token)
                    : EverydayTroubles.Local[name](bed, lease, token)),
                together,
                Token));
        }

        TroubleRow row = new(name, [.. rows.SelectMany(one => one.Rounds)], rows.Sum(one => one.Deaths), rows.Sum(one => one.ProcessesLeft));
        output.WriteLine(row.ToMarkdown());
        Assert.Empty(row.Problems);
        Assert.All(row.Rounds, round => Assert.Equal(EverydayTroubles.SeenIn(name), round.Saw));
        ConformanceReport.Add("local-troubles", row.ToMarkdown());
    }
}
