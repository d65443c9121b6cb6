using System.Diagnostics;
using System.Globalization;

namespace Holdfast.Selenium.Tests;

/// <summary>A kept profile that another browser has open, or seems to.</summary>
[Trait("Category", "Browser")]
public sealed class KeptProfileTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A container was killed with its browser: nobody holds the profile, and its lock names a host that is no more.</summary>
    [Fact]
    public async Task Launch_LockOfAHostThatIsGone_IsTakenOver()
    {
        string folder = TestBrowser.NewFolder();
        string profile = Directory.CreateDirectory(Path.Combine(folder, "a \"quoted\" name\\")).FullName;
        Lock(profile, "3f2a1b-gone-4711");
        _ = File.CreateSymbolicLink(Path.Combine(profile, "SingletonCookie"), "1234");
        _ = File.CreateSymbolicLink(Path.Combine(profile, "SingletonSocket"), "/tmp/nowhere/SingletonSocket");
        await using (TestBrowser browser = await TestBrowser.LaunchAsync(options => options.ProfileFolder = profile))
        {
            await browser.Session.CanaryAsync(Token);
            Assert.EndsWith(string.Create(CultureInfo.InvariantCulture, $"-{browser.BrowserPid}"), Holder(profile), StringComparison.Ordinal);

            // Whatever the folder is called: that is what tells the driver from others.
            Assert.True(CommandLine.Of(browser.DriverPid).Has(SessionProcesses.ProfilePrefix + profile));
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Somebody's own browser has it open: on this host, or on one of another name, such as in a container.</summary>
    [Fact]
    public async Task Launch_OpenInABrowserOfTheUsers_IsRefusedByItsName()
    {
        string profile = TestBrowser.NewFolder();
        ProcessStartInfo start = new(
            ProgramFinder.FindBrowser(null),
            ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--remote-debugging-port=0", "--user-data-dir=" + profile, "about:blank"])
        {
            RedirectStandardError = true,
        };
        using Process own = Process.Start(start)!;
        try
        {
            while (await own.StandardError.ReadLineAsync(Token) is { } line && !line.StartsWith("DevTools listening", StringComparison.Ordinal))
            {
            }

            _ = own.StandardError.ReadToEndAsync(Token);
            string refusal = await RefuseAsync(profile);
            Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"process {own.Id}"), refusal, StringComparison.Ordinal);

            File.Delete(Path.Combine(profile, "SingletonLock"));
            Lock(profile, "elsewhere-4711");
            Assert.Contains("process 4711 on elsewhere", await RefuseAsync(profile), StringComparison.Ordinal);
            Assert.Equal("elsewhere-4711", Holder(profile));
            Assert.False(own.HasExited);
        }
        finally
        {
            own.Kill(entireProcessTree: true);
            await own.WaitForExitAsync(Token);
        }

        Directory.Delete(profile, recursive: true);
    }

    private static void Lock(string profile, string holder) => _ = File.CreateSymbolicLink(Path.Combine(profile, "SingletonLock"), holder);

    private static string? Holder(string profile) => new FileInfo(Path.Combine(profile, "SingletonLock")).LinkTarget;

    private static async Task<string> RefuseAsync(string profile)
    {
        string folder = TestBrowser.NewFolder();
        await using ChromiumProvider provider = new(new ChromiumOptions { WorkFolder = folder, ProfileFolder = profile });
        SessionSetupException refused = await Assert.ThrowsAnyAsync<SessionSetupException>(() =>
            provider.LaunchAsync(new SessionLaunch(1, new EvidenceLog()), Token));
        Assert.Contains(profile, refused.Message, StringComparison.Ordinal);
        TestBrowser.AssertNothingLeft(folder);
        return refused.Message;
    }
}
