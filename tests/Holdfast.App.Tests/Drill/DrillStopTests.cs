using System.Diagnostics;
using System.Globalization;

namespace Holdfast.App.Tests;

/// <summary>A drill that is stopped: by real signals, with a real run in a process of its own.</summary>
public sealed class DrillStopTests : IDisposable
{
    private const int Interrupt = 2;
    private const int Terminate = 15;
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-drills-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Rounds => Path.Combine(_folder.FullName, "rounds");

    /// <summary>The drill was gone at once, its run went on at the site, and the folder stayed.</summary>
    [Theory]
    [InlineData(Terminate)]
    [InlineData(Interrupt)]
    public async Task Drill_Signalled_EndsItsRunAndLeavesNothing(int signal)
    {
        (int code, string said, int run) = await StopAsync(signal);

        Assert.Equal(ExitCode.Stopped, code);
        Assert.False(Directory.Exists($"/proc/{run}"), "The run goes on without its drill.");
        Assert.Empty(Directory.GetFileSystemEntries(Rounds));
        Assert.Contains("inconclusive: it was stopped before it was over", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drill_SignalledWithKeep_KeepsTheLedgerAndSaysWhere()
    {
        (int code, string said, int run) = await StopAsync(Terminate, "--keep");

        Assert.Equal(ExitCode.Stopped, code);
        Assert.False(Directory.Exists($"/proc/{run}"), "The run goes on without its drill.");
        string ledger = Path.Combine(Assert.Single(Directory.GetDirectories(Rounds)), "drill.db");
        Assert.True(File.Exists(ledger));
        Assert.Contains($"ledger of KillBrowser: {ledger}", said, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        // A drill that leaves its run behind must not leave it to the machine.
        string pid = Path.Combine(_folder.FullName, DrillProgram.Run);
        if (File.Exists(pid) && int.TryParse(File.ReadAllText(pid), CultureInfo.InvariantCulture, out int run)
            && Directory.Exists($"/proc/{run}") && File.ReadAllText($"/proc/{run}/cmdline").Contains(nameof(DrillProgram), StringComparison.Ordinal))
        {
            _ = NativeTerminal.Kill(run, 9);
        }

        _folder.Delete(recursive: true);
    }

    private async Task<(int Code, string Said, int Run)> StopAsync(int signal, params string[] more)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are looked at in /proc.");
        Directory.CreateDirectory(Rounds);

        // A shell that starts the tests in its background has them ignore Ctrl+C, and whoever is started inherits that. A user's shell does not.
        string[] words =
        [
            "--default-signal=HUP,INT,QUIT,TERM", Path.Combine(AppContext.BaseDirectory, "Holdfast.App.Tests"),
            "-noLogo", "-noColor", "-explicit", "only", "-method", $"{typeof(DrillProgram).FullName}.{nameof(DrillProgram.Run_OnOrders)}",
        ];
        ProcessStartInfo start = new("env", words) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[DrillProgram.Folder] = _folder.FullName;
        start.Environment[DrillProgram.Arguments] = string.Join('\n', (string[])["drill", "--faults", "KillBrowser", "--plain", .. more]);
        start.Environment["TMPDIR"] = Rounds;
        start.Environment["HOLDFAST__RUN__DRAINTIMEOUT"] = "00:00:01";
        using Process drill = Process.Start(start)!;
        try
        {
            Task<string> output = drill.StandardOutput.ReadToEndAsync(Token);
            Task<string> error = drill.StandardError.ReadToEndAsync(Token);
            string sign = Path.Combine(_folder.FullName, DrillProgram.Fetching);
            long began = TimeProvider.System.GetTimestamp();
            while (!File.Exists(sign))
            {
                Assert.True(
                    TimeProvider.System.GetElapsedTime(began) < s_longest && !drill.HasExited, "The drilled run never fetched anything.");
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Token);
            }

            int run = int.Parse(await File.ReadAllTextAsync(Path.Combine(_folder.FullName, DrillProgram.Run), Token), CultureInfo.InvariantCulture);
            Assert.Equal(0, NativeTerminal.Kill(drill.Id, signal));
            await drill.WaitForExitAsync(Token).WaitAsync(s_longest, Token);
            string said = await output.WaitAsync(s_longest, Token) + await error.WaitAsync(s_longest, Token);
            TestContext.Current.TestOutputHelper!.WriteLine(said);
            return (drill.ExitCode, said, run);
        }
        finally
        {
            if (!drill.HasExited)
            {
                drill.Kill();
            }
        }
    }
}
