namespace Holdfast.App.Tests;

/// <summary>A job in a real terminal that somebody stops, or is asked to type in.</summary>
public sealed class TerminalJobTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-terminal-");

    /// <summary>Ctrl+S, and the machine is shut down.</summary>
    [Fact]
    public async Task Run_TerminalFrozenAndTerminated_EndsWithinTheDrain()
    {
        using TerminalJob job = Start("none");
        await job.ShownAsync("session alive");
        int id = job.Id;
        long began;
        using (NativeTerminal.Freeze(id))
        {
            began = TimeProvider.System.GetTimestamp();
            Assert.Equal(0, NativeTerminal.Kill(id, NativeTerminal.Terminate));

            // The drain takes its 3 s, for a batch is in flight that does not end; the last words have 2 more.
            while (IsRunning(id))
            {
                Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(15), "The job does not end.");
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
            }
        }

        Assert.Equal(ExitCode.Stopped, await job.EndAsync());
        TestContext.Current.TestOutputHelper!.WriteLine($"{TimeProvider.System.GetElapsedTime(began)}");
    }

    /// <summary>It was read once, and each tick left a line behind.</summary>
    [Fact]
    public async Task Run_TerminalIsMadeNarrower_TheNextTickFits()
    {
        using TerminalJob job = Start("none");
        await job.ShownAsync("list-for-ever  1 page  1 seen  0 of 1 done (0%)");
        NativeTerminal.Resize(job.Id, 40);
        await job.ShownAsync("list-for-ever  0 of 1 done (0%)");
        NativeTerminal.Resize(job.Id, 30);
        await job.ShownAsync("\e[J0 of 1 done (0%)");
        Assert.Equal(0, NativeTerminal.Kill(job.Id, NativeTerminal.Terminate));

        Assert.Equal(ExitCode.Stopped, await job.EndAsync());
    }

    /// <summary>Two ticks of the display pass while the hook waits.</summary>
    [Theory]
    [InlineData("line", "1234\n")]
    [InlineData("line-below", "1234\n")]
    [InlineData("key", "1234")]
    public async Task Run_HookAsksOnTheConsole_TheDisplayIsHeld(string hook, string answer)
    {
        using TerminalJob job = Start(hook);
        await job.ShownAsync("Code: ");
        await Task.Delay(TimeSpan.FromSeconds(2.5), TimeProvider.System, TestContext.Current.CancellationToken);
        string asked = job.Screen;
        await job.TypeAsync(answer);
        int code = await job.EndAsync();
        TestContext.Current.TestOutputHelper!.WriteLine(job.Screen.Replace("\e", "\\e", StringComparison.Ordinal));

        // A line of its own may have been below the question before anybody read.
        string after = asked[(asked.LastIndexOf("Code: ", StringComparison.Ordinal) + "Code: ".Length)..];
        Assert.DoesNotContain("\e[J", after, StringComparison.Ordinal);
        Assert.DoesNotContain("session", hook == "line-below" ? "" : after, StringComparison.Ordinal);
        Assert.DoesNotContain("Code: ", job.Screen[asked.Length..], StringComparison.Ordinal);
        Assert.Equal(ExitCode.Completed, code);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private TerminalJob Start(string hook)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Terminals are made by script(1) of Linux.");
        return TerminalJob.Start(_folder.FullName, hook);
    }

    private static bool IsRunning(int process)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..][0] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }
}
