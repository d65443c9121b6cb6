namespace Holdfast.EndToEnd.Tests;

/// <summary>A job has a user's signal dispositions, wherever the tests were started. Needs no browser.</summary>
public sealed class JobTests
{
    /// <summary>Tests of Ctrl+C waited for ever where a script had started them in its background.</summary>
    [Fact]
    public async Task Start_RunnerIgnoresInterrupts_TheJobDoesNot()
    {
        using JobFolder folder = new();
        await using Job site = Job.Start(folder, ["site"], runner: ["sh", "-c", "trap '' INT QUIT; exec \"$@\"", "sh"]);
        await site.PrintedAsync("url=");
        site.Signal(Signals.Interrupt);

        Assert.Equal(0, await site.EndAsync());
    }
}
