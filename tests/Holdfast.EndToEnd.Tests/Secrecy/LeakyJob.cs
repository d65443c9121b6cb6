using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Holdfast.App;
using Holdfast.Selenium;
using Microsoft.Extensions.DependencyInjection;
using OpenQA.Selenium;
using OpenQA.Selenium.Support.UI;

namespace Holdfast.EndToEnd.Tests.Secrecy;

/// <summary>A tool whose every hook, action and sink quotes secrets, as a process of its own: this test program, running the one test below.</summary>
public sealed class LeakyJob
{
    private const string Orders = "HOLDFAST_TEST_LEAKS";
    private const string Values = "HOLDFAST_TEST_PLANTED";
    private const string Told = "HOLDFAST_TEST_TOLD";

    private static readonly string[] s_program =
        ["-noLogo", "-noColor", "-explicit", "only", "-method", $"{typeof(LeakyJob).FullName}.{nameof(Run_OnOrders_LeaksAllItKnows)}"];

    /// <summary>Starts it with the words of some commands.</summary>
    internal static Job Start(JobFolder folder, Planted planted, string told, IReadOnlyDictionary<string, string> environment, params string[][] commands)
    {
        Dictionary<string, string> all = new(environment)
        {
            [Orders] = JsonSerializer.Serialize(commands),
            [Values] = planted.ToJson(),
            [Told] = told,
        };
        return Job.Start(folder, s_program, all, typeof(LeakyJob).Assembly);
    }

    [Fact(Explicit = true)]
    public async Task Run_OnOrders_LeaksAllItKnows()
    {
        // Nobody but us may know where a secret came from.
        Planted planted = Planted.Read(Take(Values), Take(Told));
        foreach (string[] command in JsonSerializer.Deserialize<string[][]>(Take(Orders))!)
        {
            int code = await Build(command, planted).RunAsync();
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{string.Join(' ', command.Take(2))} ended with {code}"));
        }
    }

    private static string Take(string variable)
    {
        string value = Environment.GetEnvironmentVariable(variable)!;
        Environment.SetEnvironmentVariable(variable, null);
        return value;
    }

    private static HoldfastApp Build(string[] args, Planted planted)
    {
        HoldfastAppBuilder app = HoldfastApp.CreateBuilder(args);
        AppOption<Uri> url = app.AddRequiredOption<Uri>("--url", "The site.");
        AppOption<Uri> tokens = app.AddRequiredOption<Uri>("--tokens", "The other server.");
        AppSecret password = app.AddSecret("LEAKY_PASSWORD");
        AppSecret fromFile = app.AddSecret("LEAKY_TOKEN");
        int logIns = 0;
        int questions = 0;
        int csrf = 0;
        bool isGather = args is ["run", "leaky-gather", ..];
        bool isHopeless = args is ["run", "leaky-hopeless", ..];
        app.Services.AddSingleton(_ => new Leaks(planted, tokens.Value));
        app.UseSelenium(chrome =>
        {
            chrome.LogIn = async (driver, _) =>
            {
                Assert.Equal(planted["password file"], fromFile.Value);
                KnownSecrets.Add("storage token", planted["storage"]);
                await driver.Navigate().GoToUrlAsync(new Uri(url.Value, "/login"));
                driver.FindElement(By.Id("username")).SendKeys("mary");
                driver.FindElement(By.Id("password")).SendKeys(password.Value);
                driver.FindElement(By.Id("login")).Click();
                new WebDriverWait(driver, TimeSpan.FromSeconds(30)).Until(page => page.Title == "Kinfolk");
                planted.Tell("login cookie", driver.Manage().Cookies.GetCookieNamed("kin_session")!.Value);
                planted.Tell("second cookie", driver.Manage().Cookies.GetCookieNamed("kin_device")!.Value);
                if (isHopeless || (isGather && ++logIns == 1))
                {
                    throw new WebDriverException(planted.Leak(isHopeless ? "hopeless" : "log-in", 0));
                }
            };
            chrome.LogOut = (driver, _) => driver.Navigate().GoToUrlAsync(new Uri(url.Value, "/logout"));
        });
        app.AddSessionHttp(http =>
        {
            http.BaseAddress = url.Value;
            http.LoginPath = "/login";
            http.MaxRetries = 0;
            http.ConfigureHandler = handler => handler.DefaultProxyCredentials = new NetworkCredential("ann", planted["proxy"]);
            http.WhoAmI = async (client, cancellationToken) =>
            {
                Me me = (await client.GetFromJsonAsync<Me>("/api/me", cancellationToken))!;
                return Interlocked.Increment(ref questions) switch
                {
                    1 when isGather => Identity.Unknown(planted.Leak("who-am-i", 1)) with { AskAgainAfter = TimeSpan.FromSeconds(1) },
                    4 when isGather => throw new HttpRequestException(planted.Leak("who-am-i-thrown", 2)),
                    _ => Identity.Member(me.Name),
                };
            };
            http.CsrfToken = async (client, cancellationToken) =>
            {
                string? token = (await client.GetFromJsonAsync<Csrf>("/api/csrf", cancellationToken))?.Token;
                planted.Tell("CSRF token", token!);
                return ++csrf == 1 ? throw new HttpRequestException(planted.Leak("csrf", 3)) : token;
            };
            http.IsRepeatable = _ => true;
        });
        app.ConfigureRun(run =>
        {
            run.RetryDelay = TimeSpan.FromMilliseconds(10);
            run.SettleTime = TimeSpan.FromMilliseconds(50);
            run.RetryRounds = 0;
            run.BatchSize = 10;
        });
        app.ConfigureSession(session =>
        {
            session.Recovery.MaxRestarts = isHopeless ? 0 : 100;
            session.Recovery.BackoffBase = TimeSpan.FromMilliseconds(10);
            session.TabPatience = TimeSpan.FromSeconds(2);
        });
        app.AddAction<LeakyGather>().AddAction<LeakyWork>().AddAction<LeakySend>().AddAction<LeakyTables>().AddAction<LeakyHopeless>();
        app.AddRecordSink<LeakyGather, LeakyDelivery>().AddRecordSink<LeakyTables, LeakyTable>();
        if (isGather)
        {
            app.Services.AddHostedService<FaultsInTurn>();
        }

        return app.Build();
    }

    private sealed record Me(string Name);

    private sealed record Csrf(string Token);
}
