using System.Diagnostics;
using Holdfast.Testing;
using OpenQA.Selenium;

namespace Holdfast.Selenium.Tests;

/// <summary>A remote Chromium passes everything that can be asked of it from here.</summary>
[Trait("Category", "Browser")]
public sealed class RemoteConformanceTests(ITestOutputHelper output)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // One run tries every fault, and half of the troubles. A measurement tries all.
    private const int Parts = 2;

    public static TheoryData<string> Troubles => [.. Sample.Of([.. EverydayTroubles.Commands.Keys, .. OnTheWay.Keys], Parts)];

    /// <summary>Trouble on the way to the hub. What the calls saw is theirs; the session goes on.</summary>
    private static Dictionary<string, Func<RemoteConformanceBed, SessionLease<IWebDriver>, CancellationToken, Task>> OnTheWay { get; } =
        new(StringComparer.Ordinal)
        {
            ["connections cut while nothing runs"] = (bed, lease, token) => ReconnectAsync(bed, bed.Hub.Proxy.Cut, token),
            ["connections cut while a command runs"] = async (bed, lease, token) =>
            {
                CommandObserver commands = bed.Session.Launched.Commands;
                long before = commands.LastSent;
                Task command = lease.UseAsync(
                    driver =>
                    {
                        ((IJavaScriptExecutor)driver).ExecuteAsyncScript("setTimeout(arguments[0], 5000)");
                    },
                    token);
                await UntilAsync(() => commands.LastSent != before, token);
                await ReconnectAsync(bed, bed.Hub.Proxy.Cut, token);
                await command;
            },
            ["hub out of reach for 3 s"] = (bed, lease, token) => ReconnectAsync(
                bed,
                async () =>
                {
                    bed.Hub.Proxy.Refuse();
                    await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System, token);
                    bed.Hub.Proxy.Return();
                },
                token),
            ["nothing comes through for 3 s"] = (bed, lease, token) => ReconnectAsync(
                bed,
                async () =>
                {
                    bed.Hub.Proxy.Swallow();
                    await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System, token);
                    bed.Hub.Proxy.StopSwallowing();
                },
                token),
        };

    /// <summary>What goes through the hub waits behind a command that runs, so it strikes an idle session.</summary>
    [Theory]
    [InlineData(FaultKind.CloseWindow)]
    [InlineData(FaultKind.CloseTab)]
    [InlineData(FaultKind.CrashTab)]
    [InlineData(FaultKind.HangTab)]
    [InlineData(FaultKind.ExpireLogin)]
    public async Task Fault_IsNamedEndedRecoveredAndLeavesNothing(FaultKind fault)
    {
        ConformanceReport.SkipWhenMeasured("remote", $"{fault}", busy: false);
        await using RemoteConformanceBed bed = await RemoteConformanceBed.StartAsync();
        ConformanceRow row = await bed.Suite.RunAsync(fault, busy: false, ConformancePage.Rounds, Token);
        ConformanceReport.AddConforming("remote", row, FaultExpectation.Of(fault).Step, output);
    }

    [Theory]
    [InlineData("browser killed", true)]
    [InlineData("browser killed", false)]
    [InlineData("browser stopped", false)]
    [InlineData("hub stays away, until it is lost", true)]
    [InlineData("nothing comes through, until it is lost", false)]
    [InlineData("hub stopped, until it is lost", false)]
    [InlineData("the hub's machine starts again", true)]
    [InlineData("DELETE by another client", false)]
    public async Task OtherDeath_IsNamedEndedRecoveredAndLeavesNothing(string name, bool busy)
    {
        ConformanceReport.SkipWhenMeasured("remote", name, busy);
        await using RemoteConformanceBed bed = await RemoteConformanceBed.StartAsync();
        ConformanceFault<IWebDriver> fault = RemoteDeaths.Of(name, bed);
        ConformanceRow row = await bed.Suite.RunAsync(fault, busy, ConformancePage.Rounds, Token);
        ConformanceReport.AddConforming("remote", row, fault.Expected.Step, output);
    }

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task Trouble_KillsNothing(string name)
    {
        ConformanceReport.SkipWhenMeasured("remote-troubles", name);
        await using RemoteConformanceBed bed = await RemoteConformanceBed.StartAsync();
        TroubleRow row = await bed.Suite.RunAsync(
            new ConformanceTrouble<IWebDriver>(name, (lease, token) => EverydayTroubles.Commands.TryGetValue(name, out Action<IWebDriver>? command)
                ? lease.UseAsync(command, token)
                : OnTheWay[name](bed, lease, token)),
            ConformancePage.Rounds,
            Token);
        output.WriteLine(row.ToMarkdown());
        Assert.Empty(row.Problems);
        Assert.All(row.Rounds, round => Assert.Equal(EverydayTroubles.SeenIn(name), round.Saw));
        ConformanceReport.Add("remote-troubles", row.ToMarkdown());
    }

    private static Task ReconnectAsync(RemoteConformanceBed bed, Action cut, CancellationToken token) => ReconnectAsync(
        bed,
        () =>
        {
            cut();
            return Task.CompletedTask;
        },
        token);

    /// <summary>Returns once the session has another connection of its own, and what was asked because of the cut is resolved.</summary>
    private static async Task ReconnectAsync(RemoteConformanceBed bed, Func<Task> cut, CancellationToken token)
    {
        RemoteWatch watch = bed.Session.Launched.Watch;
        object? before = watch.BiDi;
        await cut();
        await UntilAsync(() => watch.BiDi is { } now && !ReferenceEquals(now, before) && !watch.IsBlind && watch.Resolved.IsCompleted, token);
    }

    private static async Task UntilAsync(Func<bool> isSo, CancellationToken token)
    {
        long began = Stopwatch.GetTimestamp();
        while (!isSo())
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(30), "what was waited for did not come");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, token);
        }
    }
}
