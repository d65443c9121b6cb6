using OpenQA.Selenium;

namespace Holdfast.Selenium;

/// <summary>What every session does with its driver, on the driver's thread.</summary>
/// <param name="driver">The driver.</param>
/// <param name="thread">Its thread.</param>
/// <param name="commands">Sees each command.</param>
/// <param name="time">The clock.</param>
internal sealed class DriverWork(IWebDriver driver, DriverThread thread, CommandObserver commands, TimeProvider time)
{
    /// <summary>The last command began when it was sent; the one before it had been answered then.</summary>
    public TimeSpan? CommandAge => thread.BusySince is { } since
        ? time.GetElapsedTime(Math.Max(since, commands.LastSent))
        : null;

    /// <summary>Runs work.</summary>
    public Task<TResult> InvokeAsync<TResult>(Func<IWebDriver, CancellationToken, Task<TResult>> work, CancellationToken cancellationToken) =>
        thread.RunAsync(token => work(driver, token), cancellationToken);

    /// <summary>Runs the user's login hook; null for none.</summary>
    public Task LogInAsync(Func<IWebDriver, LoginContext, Task>? hook, LoginContext login) =>
        RunHookAsync(hook is null ? null : (one, _) => hook(one, login), login.CancellationToken);

    /// <summary>Runs a hook of the user's; null for none.</summary>
    public Task RunHookAsync(Func<IWebDriver, CancellationToken, Task>? hook, CancellationToken cancellationToken) =>
        hook is null
            ? Task.CompletedTask
            : InvokeAsync(
                async (one, token) =>
                {
                    commands.Begin();
                    await hook(one, token).ConfigureAwait(true);
                    return true;
                },
                cancellationToken);

    /// <summary>One harmless command through the whole chain.</summary>
    public Task CanaryAsync(CancellationToken cancellationToken) =>
        InvokeAsync((one, _) => Task.FromResult(one.Title), cancellationToken).WaitAsync(cancellationToken);

    /// <summary>Looks at the page in the tab in use. A dialog in its way is closed by the first look, as WebDriver does it.</summary>
    public Task<ShownPage?> LookAsync(CancellationToken cancellationToken) =>
        InvokeAsync(
            (one, _) =>
            {
                bool isUntouched = commands.HasOnlyLooked;
                return Task.FromResult<ShownPage?>(LookAgain(one) with { IsUntouched = isUntouched });
            },
            cancellationToken).WaitAsync(cancellationToken);

    private static ShownPage LookAgain(IWebDriver driver)
    {
        try
        {
            return Look(driver);
        }
        catch (UnhandledAlertException)
        {
            return Look(driver);
        }
    }

    private static ShownPage Look(IWebDriver driver) => new(
        Uri.TryCreate(driver.Url, UriKind.Absolute, out Uri? address) ? address : null,
        driver.FindElements(By.CssSelector("input[type=password]")).Any(static field => field.Displayed));
}
