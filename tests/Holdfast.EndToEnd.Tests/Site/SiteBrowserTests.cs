using Kinfolk.Site;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;

namespace Holdfast.EndToEnd.Tests.Site;

/// <summary>The site in a real browser: what no HTTP client can prove about forms and cookies.</summary>
[Trait("Category", "Browser")]
public sealed class SiteBrowserTests : SiteTestBase
{
    private const string Browser = "/usr/bin/chromium";
    private const string Driver = "/usr/bin/chromedriver";

    protected override SiteOptions Options => new() { Pages = 5, PerPage = 4, Cookies = 60 };

    [Fact]
    public async Task Browser_LoginForm_BringsBackEveryAwkwardCookie()
    {
        Assert.SkipUnless(File.Exists(Browser) && File.Exists(Driver), "needs Chromium and chromedriver");
        ChromeOptions options = new() { BinaryLocation = Browser };
        options.AddArguments(OwnBrowser.Switches);
        using ChromeDriverService service = ChromeDriverService.CreateDefaultService(Path.GetDirectoryName(Driver), Path.GetFileName(Driver));
        using ChromeDriver driver = await Task.Run(() => new ChromeDriver(service, options, Deadline), Cancel);

        // A click may return before its navigation has begun: each step waits for an element of the next page.
        driver.Manage().Timeouts().ImplicitWait = Deadline;
        await driver.Navigate().GoToUrlAsync(Url);
        SignIn(driver, "wrong");
        string error = driver.FindElement(By.Id("error")).Text;
        SignIn(driver, "kin-pass-01");
        IWebElement matches = driver.FindElement(By.Id("matches"));
        string title = driver.Title;
        matches.Click();
        driver.FindElement(By.Id("next")).Click();
        driver.FindElement(By.Id("m00005"));

        Assert.Equal("Name or password are wrong.", error);
        Assert.Equal("Kinfolk", title);
        Assert.Equal(4, driver.FindElements(By.CssSelector("#list li")).Count);
        Assert.Equal(63, driver.Manage().Cookies.AllCookies.Count(c => c.Name != "kin_form"));
        IReadOnlyList<SiteLogEntry> log = Control.Log().Entries;
        Assert.All(log.Where(e => e.Member is not null), e => Assert.True(e.CookiesIntact));
        Assert.Equal(["/", "/matches", "/matches?page=2"], log.Where(e => e.Member is not null).Select(e => e.Path));
        Assert.Equal((1, 1), (Control.Counts().LoginsOk, Control.Counts().LoginsFailed));
    }

    private static void SignIn(ChromeDriver driver, string password)
    {
        driver.FindElement(By.Id("username")).SendKeys("mary");
        driver.FindElement(By.Id("password")).SendKeys(password);
        driver.FindElement(By.Id("login")).Click();
    }
}
