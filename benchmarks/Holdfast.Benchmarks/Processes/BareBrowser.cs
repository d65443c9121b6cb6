using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using OpenQA.Selenium.Support.UI;

namespace Holdfast.Benchmarks;

/// <summary>A browser driven by Selenium alone, with the switches that Holdfast's adapter uses.</summary>
internal sealed class BareBrowser : IDisposable
{
    private readonly ChromeDriverService _service;
    private readonly string _profile = Directory.CreateTempSubdirectory("bare-profile.").FullName;

    private BareBrowser()
    {
        _service = ChromeDriverService.CreateDefaultService(Path.GetDirectoryName(DriverPath), Path.GetFileName(DriverPath));
        _service.SuppressInitialDiagnosticInformation = true;
        _service.HostName = "127.0.0.1";
        ChromeOptions options = new() { BinaryLocation = Find("HOLDFAST_CHROMIUM", "chromium", "chromium-browser", "google-chrome") };
        options.AddArguments(
            "--headless=new", "--no-first-run", "--disable-gpu", "--disable-quic", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--user-data-dir=" + _profile);
        if (Environment.IsPrivilegedProcess)
        {
            options.AddArgument("--no-sandbox");
        }

        Driver = new ChromeDriver(_service, options);
    }

    public static string DriverPath => Find("HOLDFAST_CHROMEDRIVER", "chromedriver");

    public ChromeDriver Driver { get; }

    /// <summary>Launches a browser and fills in the site's login form.</summary>
    public static BareBrowser LogIn(Uri site, string user, string password)
    {
        BareBrowser browser = new();
        LogIn(browser.Driver, site, user, password);
        return browser;
    }

    /// <summary>Fills in the site's login form.</summary>
    public static void LogIn(IWebDriver driver, Uri site, string user, string password)
    {
        driver.Navigate().GoToUrl(new Uri(site, "/login"));
        driver.FindElement(By.Id("username")).SendKeys(user);
        driver.FindElement(By.Id("password")).SendKeys(password);
        driver.FindElement(By.Id("login")).Click();

        // The click may return before the form is answered.
        WebDriverWait answered = new(driver, TimeSpan.FromSeconds(30)) { PollingInterval = TimeSpan.FromMilliseconds(5) };
        answered.Until(shown => !shown.Url.EndsWith("/login", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        Driver.Quit();
        Driver.Dispose();
        _service.Dispose();
        Directory.Delete(_profile, recursive: true);
    }

    private static string Find(string variable, params string[] names) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } named ? named
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
                .SelectMany(folder => names.Select(name => Path.Combine(folder, name)))
                .First(File.Exists);
}
