using Holdfast.Testing;

namespace Holdfast.Actions.Tests.Send;

/// <summary>One ledger by its path and by a link to it, run twice at once.</summary>
public sealed class SendLinkedLedgerTests
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("link")]
    [InlineData("link to a link")]
    [InlineData("link to the folder")]
    public async Task Run_LedgerInUseByAnotherName_IsRefusedAndNothingIsSentTwice(string by)
    {
        PostSite site = new() { Messages = 3 };
        await using ScriptedRun first = new(site.Handler);
        await using ScriptedRun second = new(site.Handler);
        string folder = Path.GetDirectoryName(second.Settings.LedgerPath)!;
        second.Settings.LedgerPath = LinkTo(first.Settings.LedgerPath, by, folder);

        // The site is slow over the first message; meanwhile the second start comes.
        TaskCompletionSource posting = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using ManualResetEventSlim answer = new();
        site.Post = (_, number) =>
        {
            if (number == 1)
            {
                posting.SetResult();
                answer.Wait(s_deadline, TestContext.Current.CancellationToken);
            }

            return null;
        };
        Task<RunReport> running = first.RunAsync(new SendPosts());
        await posting.Task.WaitAsync(s_deadline, TimeProvider.System, TestContext.Current.CancellationToken);
        Exception? refused = await Record.ExceptionAsync(() => second.RunAsync(new SendPosts()));
        answer.Set();
        RunReport report = await running;
        Assert.Equal(["m001", "m002", "m003"], site.Taken);
        Assert.Equal(RunEnd.Completed, report.End);
        RunLockedException locked = Assert.IsType<RunLockedException>(refused);
        Assert.Equal(Environment.ProcessId, locked.Owner!.Process.Pid);
    }

    private static string LinkTo(string ledger, string by, string folder)
    {
        string link = Path.Combine(folder, "link");
        switch (by)
        {
            case "link to the folder":
                Directory.CreateSymbolicLink(link, Path.GetDirectoryName(ledger)!);
                return Path.Combine(link, Path.GetFileName(ledger));
            case "link to a link":
                File.CreateSymbolicLink(Path.Combine(folder, "other"), ledger);
                File.CreateSymbolicLink(link, "other");
                return link;
            default:
                File.CreateSymbolicLink(link, ledger);
                return link;
        }
    }
}
