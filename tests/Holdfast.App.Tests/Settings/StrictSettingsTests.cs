using Holdfast.Actions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Holdfast.App.Tests;

/// <summary>A setting that nobody reads is a default in silence, and is found out weeks later.</summary>
public sealed class StrictSettingsTests
{
    [Theory]
    [InlineData("HOLDFAST__SESSION__HARTBEATINTERVAL",
        "unknown setting HOLDFAST__SESSION__HARTBEATINTERVAL. Did you mean HOLDFAST__SESSION__HEARTBEATINTERVAL?")]
    [InlineData("HOLDFAST__Session__HartbeatInterval",
        "unknown setting HOLDFAST__Session__HartbeatInterval. Did you mean HOLDFAST__Session__HeartbeatInterval?")]
    [InlineData("HOLDFAST__SESSION__RECOVERY__MAXRESTART",
        "unknown setting HOLDFAST__SESSION__RECOVERY__MAXRESTART. Did you mean HOLDFAST__SESSION__RECOVERY__MAXRESTARTS")]
    [InlineData("HOLDFAST__SESSION__RECOVRY__MAXRESTARTS",
        "unknown setting HOLDFAST__SESSION__RECOVRY__MAXRESTARTS. Did you mean HOLDFAST__SESSION__RECOVERY__MAXRESTARTS?")]
    [InlineData("HOLDFAST__HTTP__MAXRETRYS", "unknown setting HOLDFAST__HTTP__MAXRETRYS. Did you mean HOLDFAST__HTTP__MAXRETRIES?")]
    [InlineData("HOLDFAST__RUN__COMMITTED", "unknown setting HOLDFAST__RUN__COMMITTED. There are: BatchSize, ")]
    [InlineData("HOLDFAST__RUN__BATCHSIZE__X", "unknown setting HOLDFAST__RUN__BATCHSIZE__X: BATCHSIZE is one value.")]
    [InlineData("HOLDFAST__SESION__HEARTBEATINTERVAL",
        "unknown setting HOLDFAST__SESION__HEARTBEATINTERVAL. Did you mean HOLDFAST__SESSION__HEARTBEATINTERVAL?")]
    [InlineData("HOLDFAST__HEARTBEATINTERVAL", "unknown setting HOLDFAST__HEARTBEATINTERVAL. Did you mean HOLDFAST__SESSION__HEARTBEATINTERVAL?")]
    [InlineData("HOLDFAST__LEDGER", "unknown setting HOLDFAST__LEDGER. Did you mean HOLDFAST_LEDGER?")]
    [InlineData("HOLDFAST__PAGE_SIZE", "unknown setting HOLDFAST__PAGE_SIZE. Did you mean HOLDFAST_PAGE_SIZE?")]
    [InlineData("HOLDFAST__HTTP__WHOAMI", "HOLDFAST__HTTP__WHOAMI cannot be set from outside: WhoAmI is set in the program's code.")]
    [InlineData("HOLDFAST__HTTP__ALLOWORIGINS", "HOLDFAST__HTTP__ALLOWORIGINS is a list: set HOLDFAST__HTTP__ALLOWORIGINS__0, and 1 and so on for more.")]
    [InlineData("HOLDFAST__HTTP__ALLOWORIGINS__FIRST",
        "unknown setting HOLDFAST__HTTP__ALLOWORIGINS__FIRST: its list is numbered, HOLDFAST__HTTP__ALLOWORIGINS__0 and so on.")]
    [InlineData("HOLDFAST__Session:Nmae", "unknown setting HOLDFAST__Session:Nmae. Did you mean HOLDFAST__Session:Name?")]
    [InlineData("HOLDFAST__Http:AllowOrigins", "HOLDFAST__Http:AllowOrigins is a list: set HOLDFAST__Http:AllowOrigins__0, and 1 and so on for more.")]
    [InlineData("HOLDFAST__SESSION", "HOLDFAST__SESSION has no value of its own: set HOLDFAST__SESSION__NAME.")]
    public async Task Run_Unknown_Is26WithTheNearestName(string variable, string expected)
    {
        using TestApp app = Make();
        app.Variables[variable] = "Top5ecretPw";

        Assert.Equal(ExitCode.BadConfiguration, await app.RunAsync("run"));
        Assert.StartsWith($"kinfolk: {expected}", app.ErrorLine, StringComparison.Ordinal);
        Assert.DoesNotContain("Top5ecretPw", app.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(app.Folder));
    }

    [Theory]
    [InlineData("HOLDFAST__SESSION__HEARTBEATINTERVAL", "abc", "must be a duration such as 00:00:30, and it is 'abc'.")]
    [InlineData("HOLDFAST__SESSION__HEARTBEATINTERVAL", "30", "must be a duration such as 00:00:30, and it is '30'.")]
    [InlineData("HOLDFAST__SESSION__HEARTBEATINTERVAL", "", "must be a duration such as 00:00:30, and it is ''.")]
    [InlineData("HOLDFAST__SESSION__HEARTBEATINTERVAL", "2.00:00:00", "must be a duration from 00:00:00.01 to 1.00:00:00, and it is '2.00:00:00'.")]
    [InlineData("HOLDFAST__SESSION__NAME", "two words", "is refused: The field Name must match")]
    [InlineData("HOLDFAST__SESSION__NAME", "", "must not be empty.")]
    [InlineData("HOLDFAST__SESSION__RECOVERY__MAXRESTARTS", "-1", "must be 0 to 1000, and it is '-1'.")]
    [InlineData("HOLDFAST__HTTP__STAMPREQUESTS", "perhaps", "must be true or false, and it is 'perhaps'.")]
    [InlineData("HOLDFAST__HTTP__MAXRESPONSEBYTES", "64 MiB", "must be a whole number, and it is '64 MiB'.")]
    [InlineData("HOLDFAST__HTTP__MAXRESPONSEBYTES", "0", "must be 1 to 2147483647, and it is '0'.")]
    [InlineData("HOLDFAST__HTTP__BASEADDRESS", "ann:Top5ecretPw@kin.example", "must be a whole address such as https://example.org/.")]
    [InlineData("HOLDFAST__HTTP__MAXRETRIES", "Top5ecretPw", "must be a whole number.")]
    [InlineData("HOLDFAST__HTTP__ALLOWORIGINS__0", "files.example", "must be a whole address such as https://example.org/, and it is 'files.example'.")]
    [InlineData("HOLDFAST__RUN__MINFREEBYTES", "-1", "must be 0 or more, and it is '-1'.")]
    [InlineData("HOLDFAST__RUN__CONCURRENCY", "257", "must be 1 to 256, and it is '257'.")]
    public async Task Run_BadValue_Is26WithWhatIsWanted(string variable, string value, string expected)
    {
        using TestApp app = Make();
        app.Variables[variable] = value;

        Assert.Equal(ExitCode.BadConfiguration, await app.RunAsync("run"));
        Assert.StartsWith($"kinfolk: {variable} {expected}", app.ErrorLine, StringComparison.Ordinal);
        Assert.DoesNotContain("Top5ecretPw", app.Error, StringComparison.Ordinal);
    }

    /// <summary>Sections of the program's own, whose names are near those of ours.</summary>
    [Theory]
    [InlineData("HOLDFAST__VERSION__TAG")]
    [InlineData("HOLDFAST__MISSION__TARGET")]
    [InlineData("HOLDFAST__REMOVE__AFTER")]
    [InlineData("HOLDFAST__MATCHES__PAGES")]
    public async Task Runs_SectionOfTheProgram_IsLeftAlone(string variable)
    {
        using TestApp app = Make();
        app.Variables[variable] = "1";

        int code = await app.RunAsync("runs");

        Assert.True(code != ExitCode.BadConfiguration, app.Error);
    }

    [Fact]
    public async Task Run_FromAFile_IsCalledAsItIsThere()
    {
        using TestApp app = new();
        app.Setup = builder =>
        {
            builder.AddAction<GatherThings>();
            builder.Configuration.AddInMemoryCollection([new("session:heartbeatIntervall", "00:00:10")]);
        };

        Assert.Equal(ExitCode.BadConfiguration, await app.RunAsync("run"));
        Assert.Equal("kinfolk: unknown setting Session:heartbeatIntervall. Did you mean Session:HeartbeatInterval?", app.ErrorLine);
    }

    /// <summary>A slip must not wait for the night in which the job is started.</summary>
    [Fact]
    public async Task Runs_Unknown_Is26AsWell()
    {
        using TestApp app = new();
        app.Variables["HOLDFAST__SESSION__HARTBEATINTERVAL"] = "00:00:10";

        Assert.Equal(ExitCode.BadConfiguration, await app.RunAsync("runs"));
    }

    [Fact]
    public async Task Run_SectionOfTheProgramItself_IsLeftAlone()
    {
        using TestApp app = new();
        app.Variables["HOLDFAST__MATCHES__TABLE"] = "m";
        app.Variables["HOLDFAST__COLOUR"] = "red";
        app.Run = (_, _, _) => Task.FromResult(Reports.Report(RunEnd.Completed));

        Assert.Equal(ExitCode.Completed, await app.RunAsync("run"));
        Assert.Empty(app.Error);
    }

    [Fact]
    public async Task Run_EveryKindOfValue_ReachesTheOptions()
    {
        using TestApp app = new();
        SessionOptions? session = null;
        SessionHttpOptions? http = null;
        RunSettings? run = null;
        app.Setup = builder =>
        {
            builder.AddAction<GatherThings>();
            builder.AddSessionHttp(options =>
            {
                (options.BaseAddress, options.WhoAmI) = (new Uri("http://127.0.0.1:9/"), (_, _) => Task.FromResult(Identity.Member("ann")));
                options.AllowOrigins.Add(new Uri("https://own.example/"));
            });
            builder.ConfigureSession(options => options.HeartbeatInterval = TimeSpan.FromSeconds(99));
            builder.Services.AddSingleton<IValidateOptions<SessionOptions>>(new Seen<SessionOptions>(options => session = options));
            builder.Services.AddSingleton<IValidateOptions<SessionHttpOptions>>(new Seen<SessionHttpOptions>(options => http = options));
        };
        app.Run = (_, settings, _) =>
        {
            run = settings;
            return Task.FromResult(Reports.Report(RunEnd.Completed));
        };
        app.Variables["HOLDFAST__SESSION__HEARTBEATINTERVAL"] = "00:00:10";
        app.Variables["HOLDFAST__Session__Recovery__MaxRestarts"] = "5";
        app.Variables["HOLDFAST__HTTP__ALLOWORIGINS__0"] = "https://files.example/";
        app.Variables["HOLDFAST__HTTP__ALLOWORIGINS__1"] = "https://more.example/";
        app.Variables["HOLDFAST__HTTP__STAMPREQUESTS"] = "1";
        app.Variables["HOLDFAST__HTTP__LOGINPATH"] = "/in";
        app.Variables["HOLDFAST__HTTP__MAXRESPONSEBYTES"] = "1000";
        app.Variables["HOLDFAST__RUN__DRAINTIMEOUT"] = "00:01:00";

        int code = await app.RunAsync("run");

        Assert.Equal("", app.Error);
        Assert.Equal(ExitCode.Completed, code);
        Assert.Equal((TimeSpan.FromSeconds(10), 5), (session!.HeartbeatInterval, session.Recovery.MaxRestarts));
        Assert.Equal(["https://own.example/", "https://files.example/", "https://more.example/"], http!.AllowOrigins.Select(origin => origin.AbsoluteUri));
        Assert.Equal((true, "/in", 1000L), (http.StampRequests, http.LoginPath, http.MaxResponseBytes));
        Assert.Equal(TimeSpan.FromMinutes(1), run!.DrainTimeout);
    }

    [Fact]
    public async Task Run_SessionWithAName_HasTheSettingsAndItsName()
    {
        using TestApp app = new();
        Dictionary<string, SessionOptions> seen = [];
        app.Setup = builder =>
        {
            builder.AddAction<GatherThings>();
            builder.Services.AddHoldfast("second");
            builder.Services.AddSingleton<IValidateOptions<SessionOptions>>(new Seen<SessionOptions>(options => seen[options.Name] = options));
        };
        app.Run = (_, _, _) => Task.FromResult(Reports.Report(RunEnd.Completed));
        app.Variables["HOLDFAST__SESSION__NAME"] = "first";
        app.Variables["HOLDFAST__SESSION__HEARTBEATINTERVAL"] = "00:00:10";

        Assert.Equal(ExitCode.Completed, await app.RunAsync("run"));
        Assert.Equal(["first", "second"], seen.Keys.Order(StringComparer.Ordinal));
        Assert.All(seen.Values, options => Assert.Equal(TimeSpan.FromSeconds(10), options.HeartbeatInterval));
    }

    /// <summary>What belongs to one site is not handed to a session at another.</summary>
    [Fact]
    public async Task Run_SessionWithAName_HasTheSettingsOfCallsAndItsSite()
    {
        using TestApp app = new();
        Dictionary<string, SessionHttpOptions> seen = [];
        Uri own = new("https://own.example/");
        app.Setup = builder =>
        {
            builder.AddAction<GatherThings>();
            builder.AddSessionHttp(static options => options.WhoAmI = static (_, _) => Task.FromResult(Identity.Member("ann")));
            builder.Services.AddHoldfast("second").AddSessionHttp(options =>
            {
                options.BaseAddress = own;
                options.WhoAmI = static (_, _) => Task.FromResult(Identity.Member("ann"));
            });
            builder.Services.AddSingleton<IValidateOptions<SessionHttpOptions>>(
                new Seen<SessionHttpOptions>(options => seen[options.BaseAddress!.Host] = options));
        };
        app.Run = (_, _, _) => Task.FromResult(Reports.Report(RunEnd.Completed));
        app.Variables["HOLDFAST__HTTP__BASEADDRESS"] = "https://first.example/";
        app.Variables["HOLDFAST__HTTP__ALLOWORIGINS__0"] = "https://files.example/";
        app.Variables["HOLDFAST__HTTP__MAXRETRIES"] = "7";

        Assert.Equal(ExitCode.Completed, await app.RunAsync("run"));
        Assert.Equal(["first.example", "own.example"], seen.Keys.Order(StringComparer.Ordinal));
        Assert.All(seen.Values, options => Assert.Equal(7, options.MaxRetries));
        Assert.Equal([1, 0], [seen["first.example"].AllowOrigins.Count, seen["own.example"].AllowOrigins.Count]);
    }

    /// <summary>One underscore where two are needed, or a slip in an option's name, would be a default in silence.</summary>
    [Theory]
    [InlineData("HOLDFAST_CONCURENCY", "unknown setting HOLDFAST_CONCURENCY. Did you mean HOLDFAST_CONCURRENCY?")]
    [InlineData("HOLDFAST_PAGESIZE", "unknown setting HOLDFAST_PAGESIZE. Did you mean HOLDFAST_PAGE_SIZE?")]
    [InlineData("HOLDFAST_MAXRETRIES", "unknown setting HOLDFAST_MAXRETRIES. Did you mean HOLDFAST__HTTP__MAXRETRIES?")]
    [InlineData("HOLDFAST_RUN_CONCURRENCY", "unknown setting HOLDFAST_RUN_CONCURRENCY. Did you mean HOLDFAST__RUN__CONCURRENCY?")]
    [InlineData("HOLDFAST_SESSION__RECOVERY__MAXRESTARTS",
        "unknown setting HOLDFAST_SESSION__RECOVERY__MAXRESTARTS. Did you mean HOLDFAST__SESSION__RECOVERY__MAXRESTARTS?")]
    public async Task Run_OneUnderscore_Is26WithTheNearestName(string variable, string expected)
    {
        using TestApp app = Make();
        app.Variables[variable] = "3";

        Assert.Equal(ExitCode.BadConfiguration, await app.RunAsync("run"));
        Assert.Contains(expected, app.ErrorLine, StringComparison.Ordinal);
    }

    /// <summary>A program, and what is around it, may have variables of its own.</summary>
    [Theory]
    [InlineData("HOLDFAST_BATCH")]
    [InlineData("HOLDFAST_CHROMIUM")]
    [InlineData("HOLDFAST_PASSWORD")]
    [InlineData("HOLDFAST_TEST_SEED")]
    [InlineData("HOLDFAST_PROFILES_OF_MINE")]
    [InlineData("HOLDFASTER_CONCURENCY")]
    public async Task Runs_VariableOfTheProgram_IsLeftAlone(string variable)
    {
        using TestApp app = Make();
        app.Variables[variable] = "3";
        app.Run = (_, _, _) => Task.FromResult(Reports.Report(RunEnd.Completed));

        Assert.Equal(ExitCode.Completed, await app.RunAsync("run"));
    }

    private static TestApp Make() => new()
    {
        Setup = builder =>
        {
            builder.AddAction<GatherThings>();
            builder.AddOption("--page-size", "Items on a page", 20);
        },
    };

    private sealed class Seen<T>(Action<T> see) : IValidateOptions<T>
        where T : class
    {
        public ValidateOptionsResult Validate(string? name, T options)
        {
            see(options);
            return ValidateOptionsResult.Success;
        }
    }
}
