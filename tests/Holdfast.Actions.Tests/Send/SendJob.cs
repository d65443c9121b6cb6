using System.Diagnostics;
using System.Net.Http.Json;
using Holdfast.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Actions.Tests.Send;

/// <summary>A job that sends, as a process of its own, so that it can be killed. The browser is scripted and dies when the site says so.</summary>
public sealed class SendJob
{
    private const string Order = "HOLDFAST_TEST_SEND";

    /// <summary>Starts the job: this test program, running the one test below.</summary>
    public static Process Start(Uri site, string ledger, bool verifies)
    {
        ProcessStartInfo start = new(Path.Combine(AppContext.BaseDirectory, "Holdfast.Actions.Tests"))
        {
            ArgumentList = { "-noLogo", "-noColor", "-explicit", "only", "-method", $"{typeof(SendJob).FullName}.{nameof(Run_OnOrders_SendsEverything)}" },
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.Environment[Order] = $"{site} {verifies} {ledger}";
        return Process.Start(start)!;
    }

    [Fact(Explicit = true)]
    public async Task Run_OnOrders_SendsEverything()
    {
        string[] order = Environment.GetEnvironmentVariable(Order)!.Split(' ', 3);
        Uri site = new(order[0]);
        ScriptedProvider<ScriptedTab> browser = new(static launch => new ScriptedTab(launch))
        {
            Captured = static _ => new LoginSnapshot([new SessionCookie("sid", "s1", "127.0.0.1", "/", false, true, null, null)], "Browser/1.0", "en"),
        };
        using HttpClient control = new() { BaseAddress = site, Timeout = Timeout.InfiniteTimeSpan };
        using CancellationTokenSource over = new();
#pragma warning disable CA2025 // It is awaited below, or the process ends with the test's failure.
        Task dying = DieOnOrdersAsync(control, browser, over.Token);
#pragma warning restore CA2025
        RunSettings settings = new()
        {
            LedgerPath = order[2],
            RetryDelay = TimeSpan.FromMilliseconds(1),
            SettleTime = TimeSpan.FromMilliseconds(20),
            MinFreeBytes = 0,
        };
        Steps steps = new(step => Pass(control, step, browser));
        RunReport report = await RunAsync(site, browser, steps, new SendPosts(bool.Parse(order[1])), settings);
        await over.CancelAsync();
        await dying;
        Assert.True(report.End is RunEnd.Completed or RunEnd.CompletedWithGaps, $"{report.End}: {report.Reason}");
    }

    /// <summary>Tells the site where the job is, and waits there until it says to go on; the browser may die meanwhile.</summary>
    private static void Pass(HttpClient control, string step, ScriptedProvider<ScriptedTab> browser)
    {
        using HttpRequestMessage question = new(HttpMethod.Get, $"/at?{step}");
        using HttpResponseMessage answer = control.Send(question);
        using StreamReader body = new(answer.Content.ReadAsStream());
        Die(browser, body.ReadToEnd());
    }

    private static async Task DieOnOrdersAsync(HttpClient control, ScriptedProvider<ScriptedTab> browser, CancellationToken over)
    {
        try
        {
            while (true)
            {
                Die(browser, await control.GetStringAsync(new Uri("/order", UriKind.Relative), over));
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private static void Die(ScriptedProvider<ScriptedTab> browser, string victim)
    {
        // The site says everything in JSON.
        if (Enum.TryParse(victim.Trim('"'), out LossCause cause))
        {
            browser.Die(cause);
        }
    }

    private static async Task<RunReport> RunAsync(
        Uri site, ScriptedProvider<ScriptedTab> browser, Steps steps, SendPosts action, RunSettings settings)
    {
        ServiceCollection services = new();
        services.AddSingleton<IRunObserver>(steps);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<ISessionProvider<ScriptedTab>>(browser);
        services.AddHoldfast(options =>
        {
            options.Recovery.BackoffBase = TimeSpan.Zero;
            options.Recovery.MaxRestarts = 100;
        }).AddSession<ScriptedTab>().AddSessionHttp(options =>
        {
            options.BaseAddress = site;
            options.WhoAmI = async (client, token) => Identity.Member((await client.GetFromJsonAsync<string>("/me", token))!);
            options.LoginIsTransport = true;
            options.MaxRetries = 0;
        }).AddRunEngine().AddSqliteLedger();
        await using ServiceProvider provider = services.BuildServiceProvider();
        return await provider.GetRequiredService<RunEngine>().RunAsync(action, settings, CancellationToken.None);
    }

    /// <summary>The points of a send, by their names.</summary>
    private sealed class Steps(Action<string> pass) : ICommitObserver
    {
        public void Committing(CommitKind kind) => pass(kind switch
        {
            CommitKind.Plan => "Planning",
            CommitKind.Attempt => "Beginning",
            _ => "Confirming",
        });

        public void Observe(RunEvent happened)
        {
            switch (happened)
            {
                case EffectsPlanned:
                    pass("Planned");
                    break;
                case EffectChanged { State: EffectState.Sending }:
                    pass("Begun");
                    break;
            }
        }
    }
}
