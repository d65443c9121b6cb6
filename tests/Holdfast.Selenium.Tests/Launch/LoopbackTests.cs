using System.Diagnostics;

namespace Holdfast.Selenium.Tests;

/// <summary>A machine without 127.0.0.1: a network namespace of the test's own, which has only ::1.</summary>
[Trait("Category", "Browser")]
public sealed class LoopbackTests
{
    private const string Only6 = "ip link set lo up && ip address del 127.0.0.1/8 dev lo && exec \"$0\" \"$@\"";

    [Fact]
    public async Task Launch_No127001_IsRefusedAtOnceWithTheCause()
    {
        ProcessStartInfo start = new("unshare")
        {
            ArgumentList =
            {
                "--net", "sh", "-c", Only6, Path.Combine(AppContext.BaseDirectory, "Holdfast.Selenium.Tests"),
                "-noLogo", "-noColor", "-explicit", "only", "-method", $"{typeof(LoopbackTests).FullName}.{nameof(Launch_InTheNamespace_Fails)}",
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Assert.SkipUnless(OperatingSystem.IsLinux() && await CanUnshareAsync(), "Making a network namespace needs Linux, its ip(8) and root.");
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(4), TestContext.Current.CancellationToken);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        Assert.True(process.ExitCode == 0, await output);
    }

    [Fact(Explicit = true)]
    public async Task Launch_InTheNamespace_Fails()
    {
        ChromiumProvider provider = new(new ChromiumOptions { WorkFolder = TestBrowser.NewFolder() });
        long began = Stopwatch.GetTimestamp();
        Exception failure = await Assert.ThrowsAnyAsync<Exception>(
            () => provider.LaunchAsync(new SessionLaunch(1, new EvidenceLog()), TestContext.Current.CancellationToken));

        Assert.Contains("127.0.0.1, and that address cannot be used here", Assert.IsType<SessionSetupException>(failure).Message, StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    private static async Task<bool> CanUnshareAsync()
    {
        try
        {
            using Process probe = Process.Start(new ProcessStartInfo("unshare", ["--net", "ip", "link", "set", "lo", "up"]) { RedirectStandardError = true })!;
            await probe.WaitForExitAsync(TestContext.Current.CancellationToken);
            return probe.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
