namespace Holdfast.App.Tests;

/// <summary>A run that does not stop when it is asked to; a script stands in for it.</summary>
public sealed class DrillProcessTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-drilled-");

    [Theory]
    [InlineData(200, false)]
    [InlineData(600_000, true)]
    public async Task RunAsync_RunThatIgnoresTheStop_IsKilledInTheEnd(int patience, bool isAtOnce)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The run is a shell script.");
        string sign = Path.Combine(_folder.FullName, "sign");
        string script = Path.Combine(_folder.FullName, "program");
        await File.WriteAllTextAsync(
            script, $"trap '' TERM\necho last words >&2\ntouch '{sign}'\nwhile :; do sleep 0.1; done\n", TestContext.Current.CancellationToken);
        DrillStart start = DrillStart.Of(["/bin/sh", script], []);
        DrillProcess process = new(start, TimeSpan.FromMilliseconds(patience), TimeProvider.System);
        using CancellationTokenSource stop = new();
        using CancellationTokenSource atOnce = new();
        Task<(int Code, IReadOnlyList<string> Errors)> running = process.RunAsync(
            new DrillOrder(FaultKind.KillBrowser, Path.Combine(_folder.FullName, "report")), "ledger", stop.Token, atOnce.Token);
        long began = TimeProvider.System.GetTimestamp();
        while (!File.Exists(sign))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(30), "The script never began.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        await stop.CancelAsync();
        if (isAtOnce)
        {
            await atOnce.CancelAsync();
        }

        (int code, IReadOnlyList<string> errors) = await running.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(128 + 9, code);
        Assert.Equal(["last words"], errors);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
