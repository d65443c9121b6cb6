using System.Globalization;
using Holdfast.Testing;
using OpenQA.Selenium;

namespace Holdfast.Selenium.Tests;

/// <summary>The suite on real Chromium sessions with a folder of their own; a site that says who we are, until it forgets.</summary>
internal sealed class ConformanceBed : IAsyncDisposable
{
    private readonly string _folder = TestBrowser.NewFolder();
    private readonly ChromiumProvider _provider;
    private readonly ForgetfulSite _site = new();

    public ConformanceBed()
    {
        _provider = new ChromiumProvider(new ChromiumOptions
        {
            WorkFolder = _folder,
            LogIn = (_, _) =>
            {
                _site.Remember();
                return Task.CompletedTask;
            },
        });
        Suite = new ConformanceSuite<IWebDriver>(_provider, new ConformanceOptions<IWebDriver>
        {
            // A tab with a page of its own: a crash during the first navigation would take the process before it.
            Prepare = driver => driver.Url = "data:text/html,<title>page</title>",
            LongCommand = driver =>
            {
                driver.Manage().Timeouts().AsynchronousJavaScript = TimeSpan.FromMinutes(2);
                _ = ((IJavaScriptExecutor)driver).ExecuteAsyncScript("setTimeout(arguments[0], 60000);");
            },
            ShortCommand = driver => _ = driver.Title,
            Verifier = _site,
            ExpireLogin = () =>
            {
                _site.Forget();
                return Task.CompletedTask;
            },
        });
    }

    public static int Rounds => int.Parse(Environment.GetEnvironmentVariable("HOLDFAST_CONFORMANCE_ROUNDS") ?? "1", CultureInfo.InvariantCulture);

    public ConformanceSuite<IWebDriver> Suite { get; }

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        TestBrowser.AssertNothingLeft(_folder);
    }

    private sealed class ForgetfulSite : ILoginVerifier
    {
        private volatile bool _forgot;

        public void Remember() => _forgot = false;

        public void Forget() => _forgot = true;

        public Task<Identity> WhoAmIAsync(LoginSnapshot login, CancellationToken cancellationToken) =>
            Task.FromResult(_forgot ? Identity.Visitor("the site forgot us") : Identity.Member("ann"));
    }
}
