using System.Diagnostics;
using System.Runtime.Versioning;
using Holdfast.App;
using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests;

/// <summary>A ledger where none can be kept, told to the tool itself: one line with the reason and the remedy, code 23, nothing made or touched.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class LedgerPlaceTests(ITestOutputHelper output)
{
    private const string Nowhere = "http://127.0.0.1:9";

    // A tool that opens a pipe waits for ever.
    private static readonly TimeSpan s_atOnce = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("pipe", "a pipe, a socket or a device", "Choose another path")]
    [InlineData("device", "a pipe, a socket or a device", "Choose another path")]
    [InlineData("no folder", "its folder does not exist", "make the folder first")]
    [InlineData("hard link", "2 names (hard links)", "use a copy")]
    [InlineData("log is a pipe", "kinfolk.db.log', which belongs to it, is not a file", "Move that away")]
    [InlineData("mounted alone", "it is mounted as a single file", "Mount its folder")]
    public async Task Run_WhereNoLedgerCanBe_SaysWhyAndWhatToDo(string kind, string reason, string remedy)
    {
        using JobFolder folder = new();
        (string ledger, string[] runner) = Make(kind, folder);
        List<string> before = Everything(folder);
        await using Job job = Job.Start(folder, ["run", "--url", Nowhere, "--ledger", ledger], runner: runner);
        int code = await job.EndAsync().WaitAsync(s_atOnce);
        output.WriteLine(job.Output);
        Assert.Equal(ExitCode.LedgerUnusable, code);
        string line = Assert.Single(job.Output.Split('\n'));
        Assert.Contains(reason, line, StringComparison.Ordinal);
        Assert.Contains(remedy, line, StringComparison.Ordinal);
        Assert.Equal(before, Everything(folder));
    }

    /// <summary>A umask that lets everybody read, as most machines have.</summary>
    [Fact]
    public async Task Run_EverybodyMayReadNewFiles_NotThese()
    {
        using JobFolder folder = new();
        await using (Job job = Job.Start(
            folder, ["run", "--url", Nowhere, "--ledger", folder.Ledger], runner: ["sh", "-c", "umask 022; exec \"$@\"", "sh"]))
        {
            Assert.Equal(ExitCode.SiteUnreachable, await job.EndAsync());
            output.WriteLine(job.Output);
        }

        string[] files = Directory.GetFiles(folder.Path);
        Assert.Contains(folder.Ledger, files);
        Assert.Contains(folder.Log, files);
        Assert.All(files, file => Assert.Equal((file, UnixFileMode.UserRead | UnixFileMode.UserWrite), (file, File.GetUnixFileMode(file))));
    }

    /// <summary>Moved away in the middle, and an older copy put in its place: noticed, and nothing is lost once it is put back.</summary>
    [Fact]
    [Trait("Category", "Browser")]
    public async Task Run_LedgerReplacedInTheMiddle_Ends23AndGoesOnWhenItIsPutBack()
    {
        using JobFolder folder = new();
        await using MemberSite site = await LocalSite.StartAsync(pages: 10, delayMs: 5);
        using SiteControlClient control = new(site.Url);
        string moved = Path.Combine(folder.Path, "moved.db");
        using (RunLedger.Open(moved, LedgerAccess.ReadWrite, TimeProvider.System))
        {
            // The copy: an empty one.
        }

        string other = Path.Combine(folder.Path, "other.db");
        File.Move(moved, other);
        await using (Job job = Job.Run(folder, site.Url))
        {
            Assert.False((await control.WaitAsync("/api/profiles/", 100, Job.Deadline)).TimedOut);
            File.Move(folder.Ledger, moved);
            File.Move(other, folder.Ledger);
            int code = await job.EndAsync();
            output.WriteLine(job.Output);
            Assert.Equal(ExitCode.LedgerUnusable, code);
            Assert.Contains("another file is in its place", job.Output, StringComparison.Ordinal);
            Assert.Contains(moved, job.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("complete", job.Output, StringComparison.Ordinal);
        }

        File.Move(moved, folder.Ledger, overwrite: true);
        await using Job again = Job.Run(folder, site.Url);
        Assert.Equal(ExitCode.Completed, await again.EndAsync());
        output.WriteLine(again.Output);
        GatherAssert.Complete(folder, 200);
    }

    private static (string Ledger, string[] Runner) Make(string kind, JobFolder folder)
    {
        switch (kind)
        {
            case "pipe":
                Run("mkfifo", folder.Ledger);
                break;
            case "device":
                return ("/dev/full", []);
            case "no folder":
                return (Path.Combine(folder.Path, "no", "kinfolk.db"), []);
            case "log is a pipe":
                Run("mkfifo", folder.Log);
                break;
            case "hard link":
                RunLedger.Open(folder.Ledger, LedgerAccess.ReadWrite, TimeProvider.System).Dispose();
                Run("ln", folder.Ledger, folder.Ledger + ".other");
                break;
            default:
                // As `docker run -v /data/kinfolk.db:/job/kinfolk.db` does it.
                Assert.SkipUnless(Environment.IsPrivilegedProcess && Start("unshare", "-m", "true") == 0, "only root may mount, and not everywhere");
                string outside = Path.Combine(folder.Path, "outside.db");
                RunLedger.Open(outside, LedgerAccess.ReadWrite, TimeProvider.System).Dispose();
                File.WriteAllText(folder.Ledger, "");
                return (folder.Ledger, ["unshare", "-m", "sh", "-c", $"mount --bind '{outside}' '{folder.Ledger}' && exec \"$@\"", "sh"]);
        }

        return (folder.Ledger, []);
    }

    private static void Run(string program, params string[] arguments) => Assert.Equal(0, Start(program, arguments));

    private static int Start(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        return process.ExitCode;
    }

    private static List<string> Everything(JobFolder folder) => [.. Directory.GetFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories).Order()];
}
