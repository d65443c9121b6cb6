using System.Text.RegularExpressions;
using Holdfast;
using OpenQA.Selenium;
using OpenQA.Selenium.Support.UI;

namespace MediaWiki;

/// <summary>The wiki's login form, and what its complaints mean.</summary>
internal static partial class WikiLogin
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    // Name or password are wrong, or the account may not log in, or not now. Another try would be one more of too many.
    private static readonly HashSet<string> s_refusals =
    [
        "wrongpassword", "wrongpasswordempty", "noname", "nouserspecified", "nosuchuser", "nosuchusershort", "login-throttled", "login-userblocked",
        "login-migrated-generic", "authmanager-authn-no-primary", "authmanager-authn-no-local-user", "authmanager-authn-no-local-user-link",
    ];

    // The wiki has lost the form, or takes no logins for a while. Nobody looked at the password.
    private static readonly HashSet<string> s_passing =
    [
        "sessionfailure", "nocookiesforlogin", "authpage-cannot-login", "authpage-cannot-login-continue",
        "authmanager-authn-not-in-progress", "readonlytext",
    ];

    /// <summary>Fills in the form and sends it.</summary>
    /// <param name="driver">The browser.</param>
    /// <param name="folder">Where index.php is.</param>
    /// <param name="user">The account's name.</param>
    /// <param name="password">Its password.</param>
    public static async Task LogInAsync(IWebDriver driver, Uri folder, string user, string password)
    {
        // In the language qqx a wiki says the names of its messages, in every wiki the same.
        await driver.Navigate().GoToUrlAsync(new Uri(folder, "index.php?title=Special:UserLogin&uselang=qqx"));
        IWebElement name = driver.FindElement(By.Id("wpName1"));
        name.Clear();
        name.SendKeys(user);
        driver.FindElement(By.Id("wpPassword1")).SendKeys(password);
        driver.FindElement(By.Id("wpLoginAttempt")).Click();

        // A click may return before its page has come.
        By complaints = By.CssSelector(".mw-message-box-error, .cdx-message--error, .errorbox");
        new WebDriverWait(driver, s_patience).Until(
            page => page.FindElements(By.Id("wpLoginAttempt")).Count == 0 || page.FindElements(complaints).Count > 0);
        if (driver.FindElements(complaints) is [var complaint, ..])
        {
            throw FailureOf(complaint.Text);
        }
    }

    /// <summary>What a complaint means. One that nobody here knows may be a refusal, so that a person must look.</summary>
    /// <param name="complaint">The text in the form's error box, such as <c>(login-throttled: (duration-minutes: 5))</c>.</param>
    public static Exception FailureOf(string complaint) => MessageName().Match(complaint).Groups[1].Value switch
    {
        var name when s_refusals.Contains(name) => new LoginRefusedException($"the wiki refused the login: {complaint}"),
        var name when s_passing.Contains(name) => new LoginFailedException($"the wiki could not take the login: {complaint}"),
        var name => new WikiException(name, $"the wiki complains about the login: {complaint}"),
    };

    [GeneratedRegex(@"\(([a-z][a-z0-9-]*)")]
    private static partial Regex MessageName();
}
