using Holdfast.Actions;
using Microsoft.Extensions.Configuration;

namespace Holdfast.App.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("unknown command 'rnu'. Did you mean run?", "rnu")]
    [InlineData("unknown option '--concurency'. Did you mean --concurrency?", "run", "--concurency", "3")]
    [InlineData("unknown option '--headles'. Did you mean --headed?", "run", "--headles")]
    [InlineData("unknown action 'gahter-things'. Did you mean gather-things? Actions: gather-things.", "run", "gahter-things")]
    [InlineData("'b' is one argument too many for run", "run", "gather-things", "b")]
    [InlineData("--concurrency must be 1 to 256, and it is '0'", "run", "--concurrency", "0")]
    [InlineData("--batch must be 1 to 10000, and it is '10001'", "run", "--batch", "10001")]
    [InlineData("--batch must be 1 to 10000, and it is 'many'", "run", "--batch", "many")]
    [InlineData("--ledger names no file", "runs", "--ledger", "")]
    [InlineData("export needs --format", "export", "gather-things", "--output", "x")]
    [InlineData("--format must be csv or jsonl, and it is 'xlsx'", "export", "gather-things", "--format", "xlsx", "--output", "x")]
    [InlineData("no command was given: use one of run, runs, items, effects, incidents, export, sweep")]
    [InlineData("unknown option '--evil\\u001B[2J'", "run", "--evil\e[2J")]
    public async Task Wrong_OneLineAndNothingTouched(string expected, params string[] args)
    {
        using TestApp app = new();

        int code = await app.RunAsync(args);

        Assert.Equal(ExitCode.Usage, code);
        Assert.StartsWith($"kinfolk: {expected}", app.ErrorLine, StringComparison.Ordinal);
        Assert.Empty(app.Output);
        Assert.Empty(Directory.GetFileSystemEntries(app.Folder));
    }

    [Theory]
    [InlineData("run")]
    [InlineData("drill")]
    public async Task Run_SeveralActionsAndNoName_NamesThem(string command)
    {
        using TestApp app = new() { Setup = builder => builder.AddAction<GatherThings>().AddAction<SyncPlaces>() };

        Assert.Equal(ExitCode.Usage, await app.RunAsync(command));
        Assert.Equal($"kinfolk: {command} needs the name of an action: one of gather-things, sync-places.", app.ErrorLine);
    }

    [Fact]
    public async Task Run_TwoActionsOfOneName_IsBadConfiguration()
    {
        using TestApp app = new() { Setup = builder => builder.AddAction<SyncPlaces>().AddAction<SyncPlaces>() };

        Assert.Equal(ExitCode.BadConfiguration, await app.RunAsync("run"));
    }

    [Fact]
    public async Task Run_Options_ReachSettingsAndConfiguration()
    {
        using TestApp app = new();
        RunSettings? seen = null;
        AppOption<Uri>? url = null;
        AppOption<int>? pageSize = null;
        IConfiguration? configuration = null;
        app.Setup = builder =>
        {
            builder.AddAction<GatherThings>().ConfigureRun(settings => settings.BatchSize = 7);
            url = builder.AddRequiredOption<Uri>("--url", "The site");
            pageSize = builder.AddOption("--page-size", "Items on a page", 20);
            configuration = builder.Configuration;
        };
        app.Run = (_, settings, _) =>
        {
            seen = settings;
            return Task.FromResult(Reports.Report(RunEnd.Completed));
        };
        app.Variables["HOLDFAST_PAGE_SIZE"] = "50";
        app.Variables["HOLDFAST_CONCURRENCY"] = "9";
        app.Variables["HOLDFAST_HEADED"] = "true";

        int code = await app.RunAsync("run", "--url", "https://kin.example/", "--concurrency", "2", "--profile", "kept");

        Assert.Equal("", app.Error);
        Assert.Equal(ExitCode.Completed, code);
        Assert.Equal((2, 7, app.LedgerPath), (seen!.Concurrency, seen.BatchSize, seen.LedgerPath));
        Assert.Equal("https://kin.example/", url!.Value.ToString());
        Assert.Equal(50, pageSize!.Value);
        Assert.Equal("https://kin.example/", configuration!["url"]);
        Assert.Equal("50", configuration["page-size"]);
        Assert.Equal("true", configuration["Holdfast:Headed"]);
        Assert.Equal(Path.GetFullPath("kept"), configuration["Holdfast:ProfileFolder"]);
    }

    [Fact]
    public async Task Run_RequiredOptionMissing_NamesOptionAndVariable()
    {
        using TestApp app = new() { Setup = builder => builder.AddAction<GatherThings>().AddRequiredOption<string>("--site-url", "The site") };

        Assert.Equal(ExitCode.Usage, await app.RunAsync("run"));
        Assert.StartsWith("kinfolk: run needs --site-url: add it or set HOLDFAST_SITE_URL.", app.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_AddressWithoutScheme_IsUsage()
    {
        using TestApp app = new() { Setup = builder => builder.AddAction<GatherThings>().AddRequiredOption<Uri>("--url", "The site") };

        Assert.Equal(ExitCode.Usage, await app.RunAsync("run", "--url", "kin.example"));
        Assert.StartsWith("kinfolk: --url must be a whole address", app.ErrorLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--page-size must be a whole number, and it is 'x'", "--page-size", "x")]
    [InlineData("--pause must be a duration such as 00:00:30, and it is '30'", "--pause", "30")]
    [InlineData("--day must be one of Sunday, Monday, ", "--day", "8")]
    [InlineData("--url must be a whole address such as https://example.org/. See", "--url", "ann:Top5ecretPw@kin.example")]
    [InlineData("--quick must be true or false, or stand alone, and it is 'perhaps'", "--quick=perhaps")]
    [InlineData("--page-size was given 2 times: give it once", "--page-size", "1", "--page-size", "2")]
    public async Task Run_ValueOfAnAddedOption_IsRefusedInOurWords(string expected, params string[] args)
    {
        using TestApp app = new();
        app.Setup = builder =>
        {
            builder.AddAction<GatherThings>();
            builder.AddOption("--page-size", "Items on a page", 20);
            builder.AddOption("--pause", "Between pages", TimeSpan.Zero);
            builder.AddOption("--day", "When", DayOfWeek.Friday);
            builder.AddOption("--url", "The site", new Uri("https://kin.example/"));
            builder.AddOption("--quick", "Less", false);
        };

        Assert.Equal(ExitCode.Usage, await app.RunAsync(["run", .. args]));
        Assert.StartsWith($"kinfolk: {expected}", app.ErrorLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("many")]
    public async Task Run_BadValueInConfiguration_Is26(string value)
    {
        using TestApp app = new();
        app.Setup = builder =>
        {
            builder.AddAction<GatherThings>();
            builder.Configuration.AddInMemoryCollection([new("Run:BatchSize", value)]);
        };

        Assert.Equal(ExitCode.BadConfiguration, await app.RunAsync("run"));
        Assert.Contains("BatchSize", app.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_BadValueInEnvironment_IsReportedLikeATypedOne()
    {
        using TestApp app = new();
        app.Variables["HOLDFAST_BATCH"] = "0";

        Assert.Equal(ExitCode.Usage, await app.RunAsync("run"));
        Assert.StartsWith("kinfolk: --batch must be 1 to 10000, and it is '0'", app.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FlagInEnvironmentThatIsNone_IsRefused()
    {
        using TestApp app = new();
        app.Variables["HOLDFAST_HEADED"] = "perhaps";

        Assert.Equal(ExitCode.Usage, await app.RunAsync("run"));
        Assert.Equal("kinfolk: HOLDFAST_HEADED must be true or false, and it is 'perhaps'.", app.ErrorLine);
    }

    [Theory]
    [InlineData("1", "true")]
    [InlineData("0", null)]
    [InlineData("True", "true")]
    public async Task Run_FlagInEnvironment_IsTaken(string value, string? headed)
    {
        using TestApp app = new();
        app.Variables["HOLDFAST_HEADED"] = value;
        IConfiguration? configuration = null;
        app.Setup = builder =>
        {
            builder.AddAction<GatherThings>();
            configuration = builder.Configuration;
        };
        app.Run = (_, _, _) => throw new UsageException("seen");

        Assert.Equal(ExitCode.Usage, await app.RunAsync("run"));
        Assert.Equal(headed, configuration!["Holdfast:Headed"]);
    }

    [Theory]
    [InlineData("Session:HeartbeatInterval")]
    [InlineData("Session:Recovery:MaxRestarts")]
    [InlineData("Http:AttemptTimeout")]
    public async Task Run_SettingThatCannotBeRead_IsBadConfiguration(string key)
    {
        using TestApp app = new();
        app.Setup = builder =>
        {
            builder.AddAction<GatherThings>();
            builder.AddSessionHttp(http =>
                (http.BaseAddress, http.WhoAmI) = (new Uri("http://127.0.0.1:9/"), (_, _) => Task.FromResult(Identity.Member("ann"))));
            builder.Configuration.AddInMemoryCollection([new(key, "banana")]);
        };

        Assert.Equal(ExitCode.BadConfiguration, await app.RunAsync("run"));
        Assert.Contains("banana", app.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ledger_ThatIsAFolder_IsUnusable()
    {
        using TestApp app = new();
        app.Variables["HOLDFAST_LEDGER"] = app.Folder;

        Assert.Equal(ExitCode.LedgerUnusable, await app.RunAsync("runs"));
        Assert.Contains("it is a folder", app.ErrorLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("  kinfolk inbox [command] [options]", "--help")]
    [InlineData("  kinfolk inbox run [<ACTION>] [options]", "run", "--help")]
    public async Task Help_ProgramThatKeepsAWord_HasItInTheUsage(string usage, params string[] args)
    {
        using TestApp app = new() { Kept = ["inbox"] };

        Assert.Equal(ExitCode.Completed, await app.RunAsync(args));
        Assert.Contains(usage, app.Output.Split('\n').Select(line => line.TrimEnd()));
    }

    [Fact]
    public async Task Wrong_ProgramThatKeepsAWord_HasItInTheHint()
    {
        using TestApp app = new() { Kept = ["inbox"] };

        Assert.Equal(ExitCode.Usage, await app.RunAsync("rnu"));
        Assert.Equal("kinfolk: unknown command 'rnu'. Did you mean run? See 'kinfolk inbox --help'.", app.ErrorLine);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("run", "--help")]
    [InlineData("--version")]
    public async Task Help_GoesToOutput(params string[] args)
    {
        using TestApp app = new();

        Assert.Equal(ExitCode.Completed, await app.RunAsync(args));
        Assert.NotEmpty(app.Output);
        Assert.Empty(app.Error);
    }

    [Theory]
    [InlineData("url")]
    [InlineData("--URL")]
    [InlineData("--ledger")]
    [InlineData("--")]
    public void AddOption_BadName_Throws(string name) =>
        Assert.Throws<ArgumentException>(() => HoldfastApp.CreateBuilder([]).AddOption(name, "", ""));

    [Fact]
    public void Value_BeforeTheCommandLineIsRead_SaysWhen()
    {
        AppOption<string> option = HoldfastApp.CreateBuilder([]).AddRequiredOption<string>("--url", "The site");

        Assert.Contains("--url", Assert.Throws<InvalidOperationException>(() => option.Value).Message, StringComparison.Ordinal);
    }
}
