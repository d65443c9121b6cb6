using System.Text.Json.Nodes;
using Holdfast.Testing;
using OpenQA.Selenium;

namespace Holdfast.Selenium.Tests;

/// <summary>Deaths that nobody but a test brings about: the rows of the failure model beside those of <see cref="FaultKind"/>.</summary>
internal static class ChromiumDeaths
{
    // Bounds for slow, busy machines.
    private static readonly TimeSpan s_pushed = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_probed = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan s_patient = TimeSpan.FromSeconds(30);

    private static readonly FaultExpectation s_tabLost = new(LossCause.TabLost, "new-tab", s_pushed);
    private static readonly FaultExpectation s_hung = new(LossCause.Unresponsive, "new-tab", s_probed);

    /// <summary>What can be done with a command in flight; a DELETE waits for its end, and a page that loads is the command itself.</summary>
    public static bool CanBeBusy(string name) => name is not ("DELETE by another client" or "StopTab while a page loads" or "HangTab while a page loads");

    public static ConformanceFault<IWebDriver> Of(string name, ConformanceBed bed, SilentSite silent) => name switch
    {
        "Browser.close" => new(name, new(LossCause.WindowClosed, "launch", s_pushed) { CallsEndFirst = true }, (_, token) =>
            bed.Session.Launched.Watch.Browser.CallAsync("Browser.close", null, token)),
        "Quit() on another thread" => new(name, new(LossCause.ClosedByUs, "launch", s_pushed), (_, _) =>
        {
            OpenQA.Selenium.Chrome.ChromeDriver driver = bed.Session.Launched.Driver;
            return Task.Run(driver.Quit, CancellationToken.None);
        }),
        "DELETE by another client" => new(name, new(LossCause.WindowClosed, "launch", s_pushed), (_, token) => DeleteAsync(bed.Session, token)),
        "SIGKILL of the tab's process" => new(name, s_tabLost, async (strike, token) =>
        {
            int renderer = await ((ChromiumFaults)bed.Session.Faults).FindTabAsync(token);
            strike.Now();
            Assert.Equal(0, NativeMethods.Kill(renderer, NativeMethods.SigKill));
        }),
        "chrome://crash" => new(name, s_tabLost, (_, token) =>
            ((ChromiumFaults)bed.Session.Faults).InPageAsync("Page.navigate", new JsonObject { ["url"] = "chrome://crash" }, token)),
        "GPU process killed until the browser gives up" => new(name, new(LossCause.BrowserExited, "launch", s_pushed), async (strike, token) =>
        {
            HashSet<int> killed = [];
            while (!strike.Lease.IsLost)
            {
                if (BrowserProcess.Find(bed.Session, BrowserProcess.Gpu) is { } gpu && killed.Add(gpu))
                {
                    strike.Now();
                    _ = NativeMethods.Kill(gpu, NativeMethods.SigKill);
                }

                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, token);
            }
        }),
        "StopTab while a page loads" => new(name, s_hung, async (strike, token) =>
        {
            int renderer = await ((ChromiumFaults)bed.Session.Faults).FindTabAsync(token);
            await BeginToLoadAsync(bed, strike.Lease, silent, token);
            strike.Now();
            Assert.Equal(0, NativeMethods.Kill(renderer, NativeMethods.SigStop));
        }),
        "HangTab while a page loads" => new(name, s_hung with { NoticedWithin = s_patient }, async (strike, token) =>
        {
            await ((ChromiumFaults)bed.Session.Faults).InPageAsync(
                "Runtime.evaluate", new JsonObject { ["expression"] = "onbeforeunload = () => { setTimeout(() => { for (;;); }, 0); }; 1" }, token);
            await BeginToLoadAsync(bed, strike.Lease, silent, token);
        }),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    /// <summary>Returns once the tab waits for a page that does not come.</summary>
    private static async Task BeginToLoadAsync(ConformanceBed bed, SessionLease<IWebDriver> lease, SilentSite silent, CancellationToken token)
    {
        _ = lease.UseAsync(driver => driver.Url = silent.Url, token).AsTask().ContinueWith(
            done => _ = done.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        while (!await IsLoadingAsync(bed.Session.Launched.Watch.Page))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, token);
        }
    }

    private static async Task<bool> IsLoadingAsync(PageWatch page)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMilliseconds(200));
        try
        {
            return await page.AskAsync(limit.Token) == "waits for a page";
        }
        catch (OperationCanceledException)
        {
            // Silent, and not loading yet.
            return false;
        }
    }

    private static async Task DeleteAsync(ChromiumSession session, CancellationToken token)
    {
        using HttpClient other = new();
        using HttpResponseMessage answer = await other.DeleteAsync(
            new Uri(session.Launched.Service.ServiceUrl, $"/session/{session.Launched.Driver.SessionId}"), token);
        _ = answer.EnsureSuccessStatusCode();
    }
}
