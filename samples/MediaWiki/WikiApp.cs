using Holdfast.Actions;
using Holdfast.App;
using Holdfast.Http;
using Holdfast.Selenium;

namespace MediaWiki;

/// <summary>The whole application: where the wiki is, how to log in, how its answers are judged, and an action.</summary>
internal static class WikiApp
{
    // The most that a wiki tells an ordinary account about at once; bots may ask for 500.
    private const int Batch = 50;

    /// <summary>Gathers the pages of a namespace.</summary>
    public static HoldfastAppBuilder Pages(string[] args)
    {
        HoldfastAppBuilder app = Create<GatherPages>(args);
        app.AddOption("--namespace", "The number of the namespace to gather.", 0);
        return app.ConfigureRun(FetchInBatches);
    }

    /// <summary>Keeps a copy of the pages that the account watches.</summary>
    public static HoldfastAppBuilder WatchList(string[] args) => Create<SyncWatchList>(args).ConfigureRun(FetchInBatches);

    /// <summary>Writes on talk pages.</summary>
    public static HoldfastAppBuilder Talk(string[] args)
    {
        HoldfastAppBuilder app = Create<SendTalk>(args);
        app.AddRequiredOption<string>("--pages", "A file with the titles of the pages to write on, such as User talk:Admin, one a line.");
        app.AddRequiredOption<string>("--heading", "The heading of the new section. A page gets one section of that heading, ever.");
        app.AddRequiredOption<string>("--text", "A file with the section's text, in wikitext; ~~~~ is the signature.");
        app.AddOption("--per-minute", "How many pages to write on in a minute. Wikis limit it, often to 8 for a new account.", 30.0);

        // PHP may go on with a request for a minute after nobody waits for it.
        return app.ConfigureRun(run => run.SettleTime = TimeSpan.FromMinutes(1));
    }

    private static HoldfastAppBuilder Create<TAction>(string[] args)
        where TAction : class, IAction
    {
        HoldfastAppBuilder app = HoldfastApp.CreateBuilder(args);
        AppOption<Uri> url = app.AddRequiredOption<Uri>("--url", "The wiki's address, where index.php and api.php are.");
        AppOption<string> api = app.AddOption("--api", "The path of api.php, when it is elsewhere, such as /w/api.php.", "");
        AppOption<string> user = app.AddRequiredOption<string>("--user", "The account's name. Its password is in WIKI_PASSWORD.");
        AppSecret password = app.AddSecret("WIKI_PASSWORD");
        app.UseSelenium(chrome => chrome.LogIn =
            (driver, _) => WikiLogin.LogInAsync(driver, ScriptFolder(url.Value, api.Value), user.Value, password.Value));

        app.AddSessionHttp(http =>
        {
            http.BaseAddress = ScriptFolder(url.Value, api.Value);
            http.LoginName = () => user.Value;
            http.WhoAmI = WikiApi.WhoAmIAsync;
            http.ProvesIdentity = WikiApi.ProvesIdentity;
            http.LooksLoggedOut = WikiApi.LooksLoggedOut;
            http.AsksForPause = WikiApi.AsksForPause;
            http.IsRepeatable = WikiApi.IsQuestion;
        });
        return app.AddAction<TAction>();
    }

    private static void FetchInBatches(RunSettings run)
    {
        run.BatchSize = Batch;

        // A failed batch counts as that many failures: four in a row end the run.
        run.CriticalFailures = 4 * Batch;
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
