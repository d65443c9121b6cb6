using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Holdfast.Actions;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.App.Tests;

/// <summary>What stops a run before its browser opens, through the real engine and real files.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RealEngineTests
{
    [Fact]
    public async Task SiteUnreachable_Is12()
    {
        using TestApp app = Make();

        Assert.Equal(ExitCode.SiteUnreachable, await app.RunAsync("run"));
        Assert.Contains("kinfolk: the site cannot be reached", app.ErrorLine, StringComparison.Ordinal);
        Assert.Contains("0 seen = 0", app.Output, StringComparison.Ordinal);
    }

    /// <summary>A slip in the path must be seen at once, not after the hours that everything takes once more.</summary>
    [Fact]
    public async Task NewLedger_IsAnnounced_AnOldOneIsNot()
    {
        using TestApp app = Make();

        await app.RunAsync("run");
        Assert.StartsWith($"There is no ledger '{app.LedgerPath}' yet: this run begins one.", app.Output, StringComparison.Ordinal);
        int length = app.Output.Length;
        await app.RunAsync("run");
        Assert.DoesNotContain("There is no ledger", app.Output[length..], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("runs")]
    [InlineData("export", "gather-things", "--format", "csv", "--output", "/tmp/never-written.csv")]
    public async Task LedgerInNoFolder_Is23AndNothingIsMade(params string[] args)
    {
        using TestApp app = Make();
        app.Variables["HOLDFAST_LEDGER"] = Path.Combine(app.Folder, "no", "job.db");

        Assert.Equal(ExitCode.LedgerUnusable, await app.RunAsync(args));
        Assert.Contains("its folder does not exist", app.ErrorLine, StringComparison.Ordinal);
        Assert.Contains("make the folder first", app.ErrorLine, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(app.Folder));
    }

    [Fact]
    public async Task FolderOfEverybody_IsWarnedOf()
    {
        using TestApp app = Make();
        File.SetUnixFileMode(app.Folder, (UnixFileMode)0x1ff);

        await app.RunAsync("run");
        Assert.StartsWith($"warning: everybody on this machine can replace the files in '{app.Folder}'", app.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Locked_Is13AndNamesTheOwner()
    {
        using TestApp app = Make();
        using RunLock held = RunLock.Acquire(app.LedgerPath, "gather-things", TimeProvider.System);

        Assert.Equal(ExitCode.Locked, await app.RunAsync("run"));
        Assert.Contains($"process {Environment.ProcessId}", app.ErrorLine, StringComparison.Ordinal);
        Assert.False(File.Exists(app.LedgerPath));
    }

    [Theory]
    [InlineData("run")]
    [InlineData("runs")]
    [InlineData("incidents")]
    public async Task NotALedger_Is23AndUntouched(string command)
    {
        using TestApp app = Make();
        string text = string.Concat(Enumerable.Repeat("these are my holiday photos ", 500));
        await File.WriteAllTextAsync(app.LedgerPath, text, TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.LedgerUnusable, await app.RunAsync(command));
        Assert.Contains("is not a Holdfast ledger", app.ErrorLine, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(app.LedgerPath, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("run")]
    [InlineData("runs")]
    public async Task Corrupt_Is23(string command)
    {
        using TestApp app = Make();
        LedgerMaker.Make(app.LedgerPath, "gather-things", [ItemOutcome.Whole("k", "1", null)]);
        SqliteConnection.ClearAllPools();
        await using (FileStream file = new(app.LedgerPath, FileMode.Open))
        {
            file.Position = 100;
            file.Write(new byte[file.Length - 100]);
        }

        Assert.Equal(ExitCode.LedgerUnusable, await app.RunAsync(command));
        Assert.Contains(app.LedgerPath, app.ErrorLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("export", "gather-things", "--format", "csv", "--output", "/tmp/never-written.csv")]
    public async Task NewerSchema_Is24(params string[] args)
    {
        using TestApp app = Make();
        LedgerMaker.Make(app.LedgerPath, "gather-things", [ItemOutcome.Whole("k", "1", null)]);
        await using (SqliteConnection connection = new($"Data Source={app.LedgerPath};Pooling=False"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 9999";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(ExitCode.LedgerTooNew, await app.RunAsync(args));
        Assert.Contains("newer Holdfast", app.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DiskFull_Is22()
    {
        using TestApp app = Make(settings => settings.MinFreeBytes = long.MaxValue);

        Assert.Equal(ExitCode.DiskFull, await app.RunAsync("run"));
        Assert.Contains("disk is full", app.ErrorLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("runs")]
    [InlineData("incidents")]
    public async Task NoLedger_Is23AndNothingIsMade(string command)
    {
        using TestApp app = new();

        Assert.Equal(ExitCode.LedgerUnusable, await app.RunAsync(command));
        Assert.Contains("There is no ledger there", app.ErrorLine, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(app.Folder));
    }

    [Fact]
    public async Task NoAdapter_Is26()
    {
        using TestApp app = new();

        Assert.Equal(ExitCode.BadConfiguration, await app.RunAsync("run"));
        Assert.Contains("this program has no session", app.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BadSessionOptions_Is26()
    {
        using TestApp app = Make();
        Action<HoldfastAppBuilder> setup = app.Setup;
        app.Setup = builder =>
        {
            setup(builder);
            builder.ConfigureSession(options => options.HeartbeatInterval = TimeSpan.Zero);
        };

        Assert.Equal(ExitCode.BadConfiguration, await app.RunAsync("run"));
        Assert.Contains("HeartbeatInterval", app.ErrorLine, StringComparison.Ordinal);
    }

    private static TestApp Make(Action<RunSettings>? configure = null) => new()
    {
        Setup = builder =>
        {
            builder.AddAction<GatherThings>().ConfigureRun(configure ?? (_ => { }));
            builder.Services.AddSingleton<ISessionProvider<object>, NoBrowser>();
            builder.AddSession<object>().AddSessionHttp(options =>
            {
                options.BaseAddress = new Uri($"http://127.0.0.1:{FreePort()}/");
                options.WhoAmI = (_, _) => throw new NotSupportedException();
            });
        },
    };

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class NoBrowser : ISessionProvider<object>
    {
        public Task<ISupervisedSession<object>> LaunchAsync(SessionLaunch launch, CancellationToken cancellationToken) =>
            throw new NotSupportedException("no test comes as far as this");
    }
}
