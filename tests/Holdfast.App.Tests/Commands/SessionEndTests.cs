using System.Runtime.InteropServices;
using Holdfast.Actions;
using Holdfast.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.App.Tests;

/// <summary>The tool's session ends with its run: before the ledger is closed and before the summary is read.</summary>
public sealed class SessionEndTests
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(30);

    private readonly ScriptedProvider<ScriptedTab> _browser = new(static launch => new ScriptedTab(launch));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_StoppedWhileTheSessionRecovers_ClosesTheIncidentAndCountsIt()
    {
        _browser.Launch.Do(static (number, token) => number == 2 ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token) : Task.CompletedTask);
        TaskCompletionSource<StopSignals> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using TestApp app = Make(new FetchOne(_browser.Die));
        app.Listen = listening.SetResult;

        Task<int> run = app.RunAsync("run");
        await _browser.Launch.CalledAsync(2);
        (await listening.Task.WaitAsync(s_deadline, Token)).Handle(PosixSignal.SIGTERM);

        Assert.Equal(ExitCode.Stopped, await run.WaitAsync(s_deadline, Token));
        Assert.Contains("1 incident", app.Output, StringComparison.Ordinal);
        Assert.Equal(0, _browser.Running);
        using RunLedger ledger = RunLedger.Open(app.LedgerPath, LedgerAccess.Read, TimeProvider.System);
        Assert.Equal(IncidentOutcome.Closed, Assert.Single(ledger.ReadIncidents()).Incident.Outcome);
    }

    [Fact]
    public async Task Run_ActionHasABug_EndsTheSessionToo()
    {
        using TestApp app = Make(new FetchOne(static _ => throw new NotSupportedException("a bug of the list")) { IsListBroken = true });

        Assert.NotEqual(ExitCode.Completed, await app.RunAsync("run"));
        Assert.Equal(0, _browser.Running);
        Assert.Contains("end", _browser.Journal);
    }

    private TestApp Make(IAction action) => new()
    {
        Setup = builder =>
        {
            builder.ConfigureRun(static settings => settings.RetryDelay = TimeSpan.FromMilliseconds(1));
            builder.ConfigureSession(static options => options.Recovery.BackoffBase = TimeSpan.Zero);
            builder.Services.AddSingleton(action);
            builder.Services.AddSingleton<ISessionProvider<ScriptedTab>>(_browser);
            builder.AddSession<ScriptedTab>().AddSessionHttp(static options =>
            {
                options.BaseAddress = new Uri("https://site.test/");
                options.LoginIsTransport = true;
                options.WhoAmI = static (_, _) => Task.FromResult(Identity.Member("ann"));
                options.PrimaryHandler = new ScriptedSite(static _ => new { });
            });
        },
    };

    /// <summary>One item; while it is fetched, something happens to the session.</summary>
    private sealed class FetchOne(Action<LossCause> happen) : GatherAction<string, string>
    {
        public bool IsListBroken { get; init; }

        public override Task<ListPage<string>> ListAsync(GatherContext context, string? cursor, CancellationToken cancellationToken)
        {
            if (IsListBroken)
            {
                happen(LossCause.BrowserExited);
            }

            return Task.FromResult(new ListPage<string>([new ListedItem<string>("one", null, "one")], null, 1));
        }

        public override async Task<IReadOnlyList<Fetched<string>>> FetchAsync(
            GatherContext context, IReadOnlyList<ListedItem<string>> batch, CancellationToken cancellationToken)
        {
            happen(LossCause.BrowserExited);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return [];
        }
    }
}
