namespace Holdfast.App.Tests;

/// <summary>What is said about a wrong command line: subject, verb, number, remedy, and no word of the parser's.</summary>
public sealed class UsageTextTests
{
    private static readonly string[] s_parsersWords =
        ["Required", "Cannot parse", "expected type", "System.", "was not provided", "expects a single", "Unrecognized", "not matched"];

    [Theory]
    [InlineData("effects needs one of: list, confirm, retry, drop.", "effects")]
    [InlineData("items needs one of: list, release.", "items")]
    [InlineData("effects confirm needs a KEY; 'effects list' shows them.", "effects", "confirm")]
    [InlineData("effects retry needs a KEY; 'effects list' shows them.", "effects", "retry", "--action", "send-things")]
    [InlineData("incidents export needs a number, and it is 'x'; 'incidents' lists them.", "incidents", "export", "x")]
    [InlineData("incidents export needs a number, and it is '\\u001B[2J'; 'incidents' lists them.", "incidents", "export", "\e[2J")]
    [InlineData("incidents export needs a number, and it is '99999999999999999999'; 'incidents' lists them.", "incidents", "export", "99999999999999999999")]
    [InlineData("incidents export needs a number; 'incidents' shows them.", "incidents", "export")]
    [InlineData("runs show needs a number, and it is '1.5'; 'runs' lists them.", "runs", "show", "1.5")]
    [InlineData("--run needs a number, and it is 'x'; 'runs' lists them.", "incidents", "--run", "x")]
    [InlineData("--run needs a number, and it is '-1'; 'runs' lists them.", "items", "list", "--run", "-1")]
    [InlineData("--run needs a value: --run N.", "items", "list", "--run")]
    [InlineData("--run was given 2 times: give it once.", "items", "list", "--run", "1", "--run", "2")]
    [InlineData("--json must be true or false, or stand alone, and it is 'maybe'.", "runs", "--json=maybe")]
    [InlineData("--rounds must be 1 to 100, and it is '-1'.", "drill", "--rounds", "-1")]
    [InlineData("--rounds must be 1 to 100, and it is '0'.", "drill", "--rounds=0")]
    [InlineData("--rounds must be 1 to 100, and it is '101'.", "drill", "--rounds", "101")]
    [InlineData("--seed must be a whole number, and it is 'x'.", "drill", "--seed", "x")]
    [InlineData("--faults knows no 'KilBrowser'. Did you mean KillBrowser? Faults: KillBrowser, ", "drill", "--faults", "KilBrowser")]
    [InlineData("--faults knows no 'Foo'. Faults: KillBrowser, ", "drill", "--faults", "Foo")]
    [InlineData("--faults needs a value: --faults A,B.", "drill", "--faults")]
    [InlineData("export needs --format csv|jsonl and --output FILE.", "export", "gather-things")]
    [InlineData("export needs an ACTION, --format csv|jsonl and --output FILE.", "export")]
    [InlineData("export needs an ACTION; 'runs' shows them.", "export", "--format", "csv", "--output", "x")]
    [InlineData("--output needs a value: --output FILE.", "export", "gather-things", "--format", "csv", "--output")]
    [InlineData("--ledger needs a value: --ledger PATH.", "runs", "--ledger")]
    [InlineData("unknown command 'effects lst'. Did you mean list?", "effects", "lst")]
    [InlineData("unknown command 'runs xyz'. runs has: show, release.", "runs", "xyz")]
    [InlineData("unknown command 'effects \\u001B[2J'. effects has: list, confirm, retry, drop.", "effects", "\e[2J")]
    [InlineData("'b' is one argument too many for runs show.", "runs", "show", "1", "b")]
    public async Task Wrong_IsToldInOneLineOfOurs(string expected, params string[] args)
    {
        using TestApp app = new();

        Assert.Equal(ExitCode.Usage, await app.RunAsync(args));
        Assert.StartsWith($"kinfolk: {expected}", app.ErrorLine, StringComparison.Ordinal);
        Assert.All(s_parsersWords, word => Assert.DoesNotContain(word, app.Error, StringComparison.Ordinal));
        Assert.Empty(app.Output);
        Assert.Empty(Directory.GetFileSystemEntries(app.Folder));
    }

    [Fact]
    public async Task Run_SeveralRequiredOptionsMissing_NamesAllOfThem()
    {
        using TestApp app = new();
        app.Setup = builder =>
        {
            builder.AddAction<GatherThings>();
            builder.AddRequiredOption<Uri>("--url", "The site");
            builder.AddRequiredOption<string>("--user", "The member");
        };

        Assert.Equal(ExitCode.Usage, await app.RunAsync("run"));
        Assert.StartsWith("kinfolk: run needs --url and --user: add them or set HOLDFAST_URL and HOLDFAST_USER.", app.ErrorLine, StringComparison.Ordinal);
    }
}
