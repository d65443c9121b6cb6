using Holdfast.Testing;
using OpenQA.Selenium;

namespace Holdfast.Selenium.Tests;

/// <summary>The suite on real Chromium sessions with a folder of their own.</summary>
internal sealed class ConformanceBed : ISessionProvider<IWebDriver>, IAsyncDisposable
{
    private readonly string _folder = TestBrowser.NewFolder();
    private readonly ChromiumProvider _provider;

    public ConformanceBed(Action<ChromiumOptions>? configure = null)
    {
        ForgetfulSite site = new();
        ChromiumOptions options = new() { WorkFolder = _folder, LogIn = (_, _) => site.RememberAsync(), LogOut = (_, _) => site.ForgetAsync() };
        configure?.Invoke(options);
        _provider = new ChromiumProvider(options);
        Suite = new ConformanceSuite<IWebDriver>(this, ConformancePage.Options(site, TimeSpan.FromSeconds(60)));
    }

    public ConformanceSuite<IWebDriver> Suite { get; }

    /// <summary>The newest session.</summary>
    public ChromiumSession Session { get; private set; } = null!;

    public async Task<ISupervisedSession<IWebDriver>> LaunchAsync(SessionLaunch launch, CancellationToken cancellationToken)
    {
        ISupervisedSession<IWebDriver> session = await _provider.LaunchAsync(launch, cancellationToken);
        Session = (ChromiumSession)session;
        return session;
    }

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        TestBrowser.AssertNothingLeft(_folder);
    }
}
