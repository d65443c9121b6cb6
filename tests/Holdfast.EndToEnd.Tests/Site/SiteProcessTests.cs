using System.Diagnostics;
using System.Globalization;
using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests.Site;

/// <summary>The site as a process of its own, driven by <see cref="SiteControlClient"/> alone.</summary>
public sealed class SiteProcessTests
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Process_EverySwitchThroughTheClient_WorksAsInProcess()
    {
        string ready = Path.Combine(Path.GetTempPath(), $"kinfolk-ready-{Guid.NewGuid():N}");
        using Process process = Start("--pages", "5", "--per-page", "4", "--private", "m00003", "--ready", ready, "--control");
        try
        {
            string? line = await process.StandardOutput.ReadLineAsync(Cancel).AsTask().WaitAsync(s_deadline, TimeProvider.System, Cancel);
            string url = Assert.IsType<string>(line)["url=".Length..];
            Assert.Equal(url, (await File.ReadAllTextAsync(ready, Cancel)).Trim());
            await DriveAsync(url);
            using Process kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            await process.WaitForExitAsync(Cancel).WaitAsync(s_deadline, TimeProvider.System, Cancel);
            Assert.Equal(0, process.ExitCode);
        }
        finally
        {
            File.Delete(ready);
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    [Theory]
    [InlineData("--port")]
    [InlineData("--bogus", "1")]
    [InlineData("--pages", "-1")]
    [InlineData("--cookies", "61")]
    [InlineData("--username", "m y")]
    [InlineData("--log", "/nowhere/log")]
    public async Task Process_BadCommandLine_SaysSoAndExitsWith2(params string[] args)
    {
        using Process process = Start(args);
        string error = await process.StandardError.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel).WaitAsync(s_deadline, TimeProvider.System, Cancel);

        Assert.Equal(2, process.ExitCode);
        Assert.Contains("--per-page", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Process_PortTaken_ExitsWith2()
    {
        await using MemberSite first = await MemberSite.StartAsync(new SiteOptions(), Cancel);
        using Process process = Start("--port", new Uri(first.Url).Port.ToString(CultureInfo.InvariantCulture));
        string error = await process.StandardError.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel).WaitAsync(s_deadline, TimeProvider.System, Cancel);

        Assert.Equal(2, process.ExitCode);
        Assert.Contains("in use", error, StringComparison.Ordinal);
    }

    private static async Task DriveAsync(string url)
    {
        using SiteControlClient control = new(url);
        using SiteVisitor mary = new(url);
        Assert.Equal(303, (await mary.LoginAsync()).Status);

        await control.SetDelayAsync(1, Cancel);
        await control.SetFaceAsync(LoggedOutFace.Status403, Cancel);
        await control.RotateCsrfEveryAsync(9, Cancel);
        await control.ExpireSessionsAtAsync(99, Cancel);
        await control.AddFaultAsync(new FaultRule("/nowhere", 503, 2, 5), Cancel);
        await control.ShiftAsync(3, cancellationToken: Cancel);
        await control.ShiftAsync(-1, atPage: 4, Cancel);
        await control.TouchAsync("m00001", Cancel);
        SiteSettings settings = await control.SettingsAsync(Cancel);
        Assert.Equal((1, LoggedOutFace.Status403, 23), (settings.DelayMs, settings.Face, settings.Total));
        Assert.Equal((99, 9), (settings.ExpireAtRequest, settings.RotateCsrfEvery));
        Assert.Equal(new FaultRule("/nowhere", 503, 2, 5), Assert.Single(settings.Faults));
        await control.ClearFaultsAsync(Cancel);
        await control.ThrottleAsync("/api/me", 1, 2, Cancel);
        Assert.Equal(429, (await mary.GetAsync("/api/me")).Status);
        await Assert.ThrowsAsync<InvalidOperationException>(() => control.SetDelayAsync(-1, Cancel));
        await Assert.ThrowsAsync<InvalidOperationException>(() => control.TouchAsync("m99999", Cancel));
        await Assert.ThrowsAsync<InvalidOperationException>(() => control.AddFaultAsync(new FaultRule("/", 200), Cancel));

        string token = await mary.TokenAsync();
        await control.RotateCsrfAsync(Cancel);
        Assert.NotEqual(token, await mary.TokenAsync());

        int hold = await control.HoldAsync("/api/notes", HoldStage.Answer, Cancel);
        Task<SiteReply> note = mary.PostAsync("/api/notes", """{"id":"m00001","text":"hello"}""", await mary.TokenAsync());
        ArrivalReport report = await control.WaitAsync("POST /api/notes", 1, s_deadline, cancellationToken: Cancel);
        Assert.Equal((1, 1, false), (report.Received, report.Pending, report.TimedOut));
        Assert.False(note.IsCompleted);
        await control.ReleaseAsync(hold, Cancel);
        Assert.Equal(200, (await note).Status);
        Assert.Equal("hello", Assert.Single(await control.NotesAsync(Cancel)).Text);

        await control.ChangePasswordAsync("next", Cancel);
        await control.ExpireSessionsAsync(Cancel);
        Assert.Equal(403, (await mary.GetAsync("/api/me")).Status);
        Assert.Equal(401, (await mary.LoginAsync()).Status);

        SiteCounts counts = await control.CountsAsync(Cancel);
        Assert.Equal((1, 1, 0, 0), (counts.LoginsOk, counts.LoginsFailed, counts.Pending, counts.LiveSessions));
        IReadOnlyList<SiteLogEntry> log = await control.LogAsync(cancellationToken: Cancel);
        Assert.Equal(counts.Routes.Values.Sum(), log.Count);
        Assert.Equal(RequestOutcome.Completed, log[^1].Outcome);
    }

    private static Process Start(params string[] args)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Kinfolk.dll"), "site", .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }
}
