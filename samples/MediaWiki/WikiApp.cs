using Holdfast.Actions;
using Holdfast.App;
using Holdfast.Selenium;
using OpenQA.Selenium;
using OpenQA.Selenium.Support.UI;

namespace MediaWiki;

/// <summary>The whole application: where the wiki is, how to log in, how its answers are judged, and one action.</summary>
internal static class WikiApp
{
    private const int Batch = 50;

    public static HoldfastAppBuilder CreateBuilder(string[] args)
    {
        HoldfastAppBuilder app = HoldfastApp.CreateBuilder(args);
        AppOption<Uri> url = app.AddRequiredOption<Uri>("--url", "The wiki's address, where index.php and api.php are.");
        AppOption<string> api = app.AddOption("--api", "The path of api.php, when it is elsewhere, such as /w/api.php.", "");
        AppOption<string> user = app.AddRequiredOption<string>("--user", "The account's name. Its password is in WIKI_PASSWORD.");
        app.AddOption("--namespace", "The number of the namespace to gather.", 0);

        AppSecret password = app.AddSecret("WIKI_PASSWORD");
        app.UseSelenium(chrome => chrome.LogIn = async (driver, _) =>
        {
            await driver.Navigate().GoToUrlAsync(new Uri(ScriptFolder(url.Value, api.Value), "index.php?title=Special:UserLogin"));
            IWebElement name = driver.FindElement(By.Id("wpName1"));
            name.Clear();
            name.SendKeys(user.Value);
            driver.FindElement(By.Id("wpPassword1")).SendKeys(password.Value);
            driver.FindElement(By.Id("wpLoginAttempt")).Click();

            // A click may return before its page has come.
            By complaints = By.CssSelector(".mw-message-box-error, .cdx-message--error, .errorbox");
            new WebDriverWait(driver, TimeSpan.FromSeconds(30)).Until(
                page => page.FindElements(By.Id("wpLoginAttempt")).Count == 0 || page.FindElements(complaints).Count > 0);
            if (driver.FindElements(complaints) is [var complaint, ..])
            {
                throw new WikiException("login", $"the wiki refused the login: {complaint.Text}");
            }
        });

        app.AddSessionHttp(http =>
        {
            http.BaseAddress = ScriptFolder(url.Value, api.Value);
            http.WhoAmI = WikiApi.WhoAmIAsync;
            http.ProvesIdentity = WikiApi.ProvesIdentity;
            http.LooksLoggedOut = WikiApi.LooksLoggedOut;
            http.AsksForPause = WikiApi.AsksForPause;

            // Only questions are posted here, and a question may be asked twice.
            http.IsRepeatable = _ => true;
        });

        app.ConfigureRun(run =>
        {
            // The most that a wiki tells an ordinary account about at once; bots may ask for 500.
            run.BatchSize = Batch;

            // A failed batch counts as that many failures: four in a row end the run.
            run.CriticalFailures = 4 * Batch;
        });
        app.AddAction<GatherPages>();
        return app;
    }

    /// <summary>The folder of api.php and index.php, from any address that people paste.</summary>
    internal static Uri ScriptFolder(Uri url, string api)
    {
        Uri script = api.Length > 0 ? new Uri(url, api) : url;
        string path = script.AbsolutePath;
        string folder = path.EndsWith(".php", StringComparison.OrdinalIgnoreCase) ? path[..(path.LastIndexOf('/') + 1)] : $"{path.TrimEnd('/')}/";
        return new Uri(script, folder);
    }
}
