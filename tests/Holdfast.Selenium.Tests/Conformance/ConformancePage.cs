using System.Globalization;
using Holdfast.Testing;
using OpenQA.Selenium;

namespace Holdfast.Selenium.Tests;

/// <summary>What every suite of this project asks of a session.</summary>
internal static class ConformancePage
{
    /// <summary>How often each row is measured: once, unless somebody measures.</summary>
    public static int Rounds => int.Parse(Environment.GetEnvironmentVariable("HOLDFAST_CONFORMANCE_ROUNDS") ?? "1", CultureInfo.InvariantCulture);

    public static ConformanceOptions<IWebDriver> Options(
        ForgetfulSite site,
        TimeSpan longCommand,
        Action<SessionOptions>? supervise = null,
        Func<Task>? commandBegun = null,
        Func<CancellationToken, Task<int>>? countLeftBehind = null)
    {
        SessionOptions session = new() { Recovery = { MaxRestarts = 1000 } };
        supervise?.Invoke(session);
        return new ConformanceOptions<IWebDriver>
        {
            // A tab with a page of its own: a crash during the first navigation would take the process before it.
            Prepare = driver =>
            {
                driver.Url = "data:text/html,<title>page</title><p id=one>text</p>";
                driver.Manage().Timeouts().AsynchronousJavaScript = TimeSpan.FromMinutes(2);
            },
            LongCommand = driver => ((IJavaScriptExecutor)driver).ExecuteAsyncScript(
                "setTimeout(arguments[1], arguments[0])", longCommand.TotalMilliseconds),
            CommandBegun = commandBegun,
            ShortCommand = driver => _ = driver.Title,
            Verifier = site,
            CountLeftBehind = countLeftBehind,
            Session = session,
        };
    }

    /// <summary>Runs a driver's command, as a job would.</summary>
    public static async Task UseAsync(this SessionLease<IWebDriver> lease, Action<IWebDriver> command, CancellationToken cancellationToken) =>
        await lease.UseAsync(
            driver =>
            {
                command(driver);
                return true;
            },
            cancellationToken);

    /// <summary>Waits for the death.</summary>
    public static async Task LostAsync(this SessionLease<IWebDriver> lease, CancellationToken cancellationToken)
    {
        TaskCompletionSource lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = lease.Lost.Register(lost.SetResult);
        await lost.Task.WaitAsync(cancellationToken);
    }
}
