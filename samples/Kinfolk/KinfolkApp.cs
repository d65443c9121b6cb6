using Holdfast;
using Holdfast.Actions;
using Holdfast.App;
using Holdfast.Http;
using Holdfast.Selenium;
using OpenQA.Selenium;
using OpenQA.Selenium.Support.UI;

namespace Kinfolk;

/// <summary>The whole application: where the site is, how to log in, who we are, and an action.</summary>
internal static class KinfolkApp
{
    public static HoldfastAppBuilder CreateBuilder<TAction>(string[] args)
        where TAction : class, IAction
    {
        HoldfastAppBuilder app = HoldfastApp.CreateBuilder(args);
        AppOption<Uri> url = app.AddRequiredOption<Uri>("--url", "The address of the member site.");
        AppOption<string> user = app.AddOption("--user", "The member's name.", "mary");
        AppSecret password = app.AddSecret("KINFOLK_PASSWORD");

        Connect(app, () => url.Value, () => user.Value, () => password.Value);
        app.AddAction<TAction>();
        return app;
    }

    /// <summary>How to log in, and how API calls ride on the login. Nothing here knows that sessions die.</summary>
    public static void Connect(IHoldfastBuilder holdfast, Func<Uri> url, Func<string> user, Func<string> password)
    {
        holdfast.UseSelenium(chrome =>
        {
            chrome.LogIn = async (driver, _) =>
            {
                await driver.Navigate().GoToUrlAsync(new Uri(url(), "/login"));
                driver.FindElement(By.Id("username")).SendKeys(user());
                driver.FindElement(By.Id("password")).SendKeys(password());
                driver.FindElement(By.Id("login")).Click();

                // A click may return before its page has come; the login holds when the login page is gone.
                new WebDriverWait(driver, TimeSpan.FromSeconds(30)).Until(page => page.Title == "Kinfolk" || page.FindElements(By.Id("error")).Count > 0);
            };

            // For drills only: the site forgets the login, as if it had expired.
            chrome.LogOut = (driver, _) => driver.Navigate().GoToUrlAsync(new Uri(url(), "/logout"));
        });

        holdfast.AddSessionHttp(http =>
        {
            http.BaseAddress = url();
            http.LoginPath = "/login";
            http.LoginName = user;
            http.WhoAmI = async (client, cancellationToken) =>
                await client.GetFromJsonAsync<Me>("/api/me", cancellationToken) is { Name: { } name }
                    ? Identity.Member(name)
                    : Identity.Visitor("the site gave no name");

            // Some sites answer a visitor with their login page and a good status, where data was asked for.
            http.LooksLoggedOut = answer => answer.MediaType == "text/html";
            http.ProvesIdentity = answer => answer.Headers.TryGetValues("X-Member", out IEnumerable<string>? names) ? Proof.Of(names.First()) : Proof.None;
            http.CsrfToken = async (client, cancellationToken) =>
                (await client.GetFromJsonAsync<Csrf>("/api/csrf", cancellationToken))?.Token;

            // Asking for badges changes nothing, so the question may be repeated although it is a POST.
            http.IsRepeatable = request => request.Method == HttpMethod.Get || request.RequestUri?.AbsolutePath == "/api/badges";
        });
    }

    private sealed record Me(string? Name);

    private sealed record Csrf(string Token);
}
