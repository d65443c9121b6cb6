namespace Holdfast.EndToEnd.Tests;

/// <summary>A job has a user's signal dispositions, wherever the tests were started. Needs no browser.</summary>
public sealed class JobTests
{
    /// <summary>Tests of Ctrl+C waited for ever where a script had started them in its background; those of SIGHUP, where <c>nohup</c> had.</summary>
    [Theory]
    [InlineData(Signals.Interrupt, 0)]
    [InlineData(Signals.Hangup, 128 + Signals.Hangup)]
    public async Task Start_RunnerIgnoresTheSignal_TheJobDoesNot(int signal, int code)
    {
        using JobFolder folder = new();
        await using Job site = Job.Start(folder, ["site"], runner: ["sh", "-c", "trap '' HUP INT QUIT; exec \"$@\"", "sh"]);
        await site.PrintedAsync("url=");
        site.Signal(signal);

        Assert.Equal(code, await site.EndAsync());
    }
}
