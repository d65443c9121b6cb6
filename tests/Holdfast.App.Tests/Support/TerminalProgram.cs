using Holdfast.Actions;
using Holdfast.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.App.Tests;

/// <summary>What <see cref="TerminalJob"/> runs: the app, as a user's program runs it, with a scripted browser and a login hook that asks something.</summary>
public sealed class TerminalProgram
{
    public const string Order = "HOLDFAST_TEST_TERMINAL";

    [Fact(Explicit = true)]
    public async Task Run_OnOrders()
    {
        string[] order = Environment.GetEnvironmentVariable(Order)!.Split(' ', 2);
        ScriptedProvider<ScriptedTab> browser = new(static launch => new ScriptedTab(launch));
        browser.LogIn.Do(_ => LogIn(order[0]));
        HoldfastAppBuilder builder = HoldfastApp.CreateBuilder(["run", "--ledger", Path.Combine(order[1], "job.db")]);
        builder.Services.AddSingleton<ISessionProvider<ScriptedTab>>(browser);
        builder.AddSession<ScriptedTab>().AddSessionHttp(options =>
        {
            options.BaseAddress = new Uri("https://site.test/");
            options.LoginIsTransport = true;
            options.WhoAmI = static (_, _) => Task.FromResult(Identity.Member("ann"));
            options.PrimaryHandler = new ScriptedSite(static _ => new { });
        });
        _ = order[0] == "none" ? builder.AddAction<ListForEver>() : builder.AddAction<ListNothing>();

        // The job's code is the process's: the test framework has no word in it.
        Environment.Exit(await builder.Build().RunAsync());
    }

    private static void LogIn(string hook)
    {
        switch (hook)
        {
            case "line":
                Ask(Console.Out, "Code: ");
                Check(Console.ReadLine());
                break;
            case "key":
                Ask(Console.Error, "Code: ");
                Check(string.Concat(Enumerable.Range(0, 4).Select(_ => Console.ReadKey(intercept: true).KeyChar)));
                break;
            case "line-below":
                Ask(Console.Out, "Code: \n");
                Check(Console.ReadLine());
                break;
            default:
                break;
        }
    }

    private static void Ask(TextWriter writer, string question) => writer.Write(question);

    private static void Check(string? typed)
    {
        if (typed != "1234")
        {
            throw new LoginRefusedException($"the code is wrong: {typed}");
        }
    }

    private sealed class ListNothing : GatherAction<string, string>
    {
        public override Task<ListPage<string>> ListAsync(GatherContext context, string? cursor, CancellationToken cancellationToken) =>
            Task.FromResult(new ListPage<string>([], null, 0));

        public override Task<IReadOnlyList<Fetched<string>>> FetchAsync(
            GatherContext context, IReadOnlyList<ListedItem<string>> batch, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class ListForEver : GatherAction<string, string>
    {
        public override Task<ListPage<string>> ListAsync(GatherContext context, string? cursor, CancellationToken cancellationToken) =>
            Task.FromResult(new ListPage<string>([new ListedItem<string>("one", null, "one")], null, 1));

        public override async Task<IReadOnlyList<Fetched<string>>> FetchAsync(
            GatherContext context, IReadOnlyList<ListedItem<string>> batch, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return [];
        }
    }
}
