using System.Runtime.InteropServices;
using Microsoft.Extensions.Time.Testing;

namespace Holdfast.App.Tests;

/// <summary>What a drill hands on to the runs that it starts; a script stands in for the program.</summary>
public sealed class DrillCommandTests : IDisposable
{
    private readonly TestApp _app = new();

    public DrillCommandTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The program is a shell script.");
        string script = Path.Combine(_app.Folder, "program");
        File.WriteAllText(script, $"printf '%s\\n' \"$@\" > '{Arguments}'\nenv > '{Environment}'\n");
        _app.Start = ["/bin/sh", script];
        _app.Setup = builder =>
        {
            builder.AddAction<GatherThings>();
            builder.AddRequiredOption<Uri>("--url", "The site.");
            builder.AddOption("--page-size", "The size of a page.", 20);
            builder.AddOption("--quick", "Less of it.", false);
            builder.AddOption("--user", "The member.", "mary");
        };
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Arguments => Path.Combine(_app.Folder, "arguments");

    private string Environment => Path.Combine(_app.Folder, "environment");

    /// <summary>Everybody on the machine may read a command line.</summary>
    [Fact]
    public async Task Drill_PasswordInAnAddressOfTheEnvironment_IsInNoCommandLine()
    {
        _app.Variables["HOLDFAST_URL"] = "http://ann:Top5ecretPw@host.test:5000/";

        Assert.Equal(ExitCode.CompletedWithGaps, await _app.RunAsync("drill", "--faults", "KillBrowser"));
        Assert.DoesNotContain("Top5ecretPw", await File.ReadAllTextAsync(Arguments, Token), StringComparison.Ordinal);
        Assert.Contains("HOLDFAST_URL=http://ann:Top5ecretPw@host.test:5000/", await File.ReadAllLinesAsync(Environment, Token));
    }

    /// <summary>An empty variable counts as none, so an empty value stays an argument.</summary>
    [Fact]
    public async Task Drill_Options_ReachTheRunAsTheyWereGiven()
    {
        _app.Variables["HOLDFAST_URL"] = "http://from.environment.test/";
        _app.Variables["HOLDFAST_QUICK"] = "1";

        Assert.Equal(
            ExitCode.CompletedWithGaps,
            await _app.RunAsync("drill", "--faults", "KillBrowser", "--url", "http://typed.test/ü?a=b&c", "--page-size", "7", "--user", ""));
        string[] variables = await File.ReadAllLinesAsync(Environment, Token);
        Assert.Contains("HOLDFAST_URL=http://typed.test/ü?a=b&c", variables);
        Assert.Contains("HOLDFAST_PAGE_SIZE=7", variables);
        Assert.Contains("HOLDFAST_QUICK=true", variables);
        Assert.Equal(["run", "gather-things", "--user", "", "--plain", "--ledger"], (await File.ReadAllLinesAsync(Arguments, Token)).SkipLast(1));
    }

    /// <summary>The code of a stop has a pipeline start the drill again, and nobody sees what broke.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Drill_StoppedAfterARoundThatBrokeAPromise_EndsWithThat(bool isAtOnce)
    {
        string broken = Path.Combine(_app.Folder, "broken");
        string sign = Path.Combine(_app.Folder, "sign");
        await File.WriteAllTextAsync(
            _app.Start[1],
            $$"""
            if [ ! -e '{{broken}}' ]; then
                touch '{{broken}}'
                echo '{"supported":true,"callsAfterDeath":1,"wentOn":true}' > "${{DrillOrder.ReportVariable}}"
                exit 0
            fi
            trap '{{(isAtOnce ? "" : "exit 10")}}' TERM
            touch '{{sign}}'
            while :; do sleep 0.1; done

            """,
            Token);
        FakeTimeProvider clock = new();
        _app.Time = clock;
        StopSignals? signals = null;
        _app.Listen = listening => signals = listening;
        Task<int> running = _app.RunAsync("drill", "--faults", "KillBrowser", "--rounds", "3", "--url", "http://site.test/");
        long began = TimeProvider.System.GetTimestamp();
        while (!File.Exists(sign))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(30) && !running.IsCompleted, "The second round never began.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Token);
        }

        signals!.Handle(PosixSignal.SIGTERM);
        if (isAtOnce)
        {
            clock.Advance(StopPolicy.SamePress);
            signals.Handle(PosixSignal.SIGINT);
        }

        Assert.Equal(ExitCode.DrillFailed, await running.WaitAsync(TimeSpan.FromSeconds(30), Token));
        Assert.Contains("1 round of 2 broke a promise before the drill was stopped", _app.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _app.Dispose();
}
