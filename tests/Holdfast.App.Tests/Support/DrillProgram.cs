using Holdfast.Actions;
using Holdfast.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.App.Tests;

/// <summary>What <see cref="DrillStopTests"/> starts: a drill, and in a process of its own the run that it drills, with a scripted browser and a batch that
/// does not end.</summary>
public sealed class DrillProgram
{
    public const string Folder = "HOLDFAST_TEST_DRILL";
    public const string Arguments = "HOLDFAST_TEST_ARGUMENTS";

    /// <summary>The file that says that a batch is being fetched.</summary>
    public const string Fetching = "fetching";

    /// <summary>The file with the run's process id.</summary>
    public const string Run = "run.pid";

    [Fact(Explicit = true)]
    public async Task Run_OnOrders()
    {
        string folder = Environment.GetEnvironmentVariable(Folder)!;
        string[] arguments = Environment.GetEnvironmentVariable(Arguments)!.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        // The test program's own command line takes no words of the app, so a script hands them on.
        string script = Path.Combine(folder, "program");
        string program = Path.Combine(AppContext.BaseDirectory, "Holdfast.App.Tests");
        if (!File.Exists(script))
        {
            await File.WriteAllTextAsync(
                script,
                $"echo $$ > '{Path.Combine(folder, Run)}'\n{Arguments}=$(printf '%s\\n' \"$@\")\nexport {Arguments}\n"
                + $"exec '{program}' -noLogo -noColor -explicit only -method '{typeof(DrillProgram).FullName}.{nameof(Run_OnOrders)}'\n",
                TestContext.Current.CancellationToken);
        }

        AppEnvironment environment = AppEnvironment.Current(TerminalTraits.Plain, arguments) with { Start = ["/bin/sh", script] };
        HoldfastAppBuilder builder = HoldfastApp.CreateBuilder(arguments, environment);
        builder.Services.AddSingleton<ISessionProvider<ScriptedTab>>(new ScriptedProvider<ScriptedTab>(static launch => new ScriptedTab(launch)));
        builder.AddSession<ScriptedTab>().AddSessionHttp(options =>
        {
            options.BaseAddress = new Uri("https://site.test/");
            options.LoginIsTransport = true;
            options.WhoAmI = static (_, _) => Task.FromResult(Identity.Member("ann"));
            options.PrimaryHandler = new ScriptedSite(static _ => new { });
        });
        builder.Services.AddSingleton<IAction>(new FetchForEver(Path.Combine(folder, Fetching)));

        // The app's code is the process's: the test framework has no word in it.
        Environment.Exit(await builder.Build().RunAsync());
    }

    private sealed class FetchForEver(string sign) : GatherAction<string, string>
    {
        public override Task<ListPage<string>> ListAsync(GatherContext context, string? cursor, CancellationToken cancellationToken) =>
            Task.FromResult(new ListPage<string>([new ListedItem<string>("one", null, "one")], null, 1));

        public override async Task<IReadOnlyList<Fetched<string>>> FetchAsync(
            GatherContext context, IReadOnlyList<ListedItem<string>> batch, CancellationToken cancellationToken)
        {
            await File.WriteAllTextAsync(sign, "", cancellationToken);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return [];
        }
    }
}
