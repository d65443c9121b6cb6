using System.Globalization;
using Holdfast;
using Holdfast.App;
using Kinfolk.Site;
using OpenQA.Selenium;

namespace Kinfolk.Demo;

/// <summary>The mission-size gather against a site in a process of its own, with one real <c>kill -9</c> of the browser in the middle.</summary>
internal static class DemoCommand
{
    private const int PerPage = 20;
    private const string Usage = "usage: Kinfolk demo [PAGES]";

    /// <returns>The run's exit code; 0 after the help, 2 on a bad command line.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        if (args is ["--help" or "-h" or "-?"])
        {
            await Console.Out.WriteLineAsync($"{Usage}: gathers PAGES (default 796) list pages of {PerPage}, and kills the browser in the middle");
            return ExitCode.Completed;
        }

        int pages = 796;
        if (args is [var text] && !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out pages) || args.Count > 1)
        {
            await Console.Error.WriteLineAsync(Usage);
            return ExitCode.Usage;
        }

        string folder = Directory.CreateTempSubdirectory("holdfast-demo.").FullName;
        string ledger = Path.Combine(folder, "kinfolk.db");
        await using SiteProcess site = await SiteProcess.StartAsync(
            "--pages", pages.ToString(CultureInfo.InvariantCulture), "--per-page", PerPage.ToString(CultureInfo.InvariantCulture));
        Environment.SetEnvironmentVariable("KINFOLK_PASSWORD", new SiteOptions().Password);
        await Console.Out.WriteLineAsync($"A member site with {pages * PerPage} matches on {pages} pages runs at {site.Url}.");
        await Console.Out.WriteLineAsync("The browser of the run will be killed in the middle (kill -9).");

        HoldfastAppBuilder app = KinfolkApp.CreateBuilder<GatherMatches>(["run", "--url", site.Url, "--ledger", ledger]);
        app.Services.AddHostedService(services => new BrowserKiller(
            services.GetRequiredService<SessionManager<IWebDriver>>(), new SiteControlClient(site.Url), afterListPages: Math.Max(1, pages / 2)));
        int code = await app.Build().RunAsync();

        await Console.Out.WriteLineAsync();
        await HoldfastApp.CreateBuilder(["incidents", "--ledger", ledger]).Build().RunAsync();
        await Console.Out.WriteLineAsync($"The ledger is {ledger}.");
        return code;
    }
}
