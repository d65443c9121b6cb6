using System.Runtime.InteropServices;
using Holdfast.Actions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Holdfast.App;

/// <summary>One leg of one action, from the host's start to the summary.</summary>
internal sealed class ActionRun(CommandContext context, string? actionName, bool verbose, bool dryRun)
{
    private static readonly TimeSpan s_plainInterval = TimeSpan.FromSeconds(30);

    // Null in a run that is no drill.
    private readonly DrillOrder? _drill = DrillOrder.Read(context.Environment.Variable);

    public async Task<Verdict> RunAsync()
    {
        // Before the log is begun beside it.
        string ledger = context.Ledgers.Files.Require(context.Settings.LedgerPath);
        context.Ledgers.Files.RequireRegular(LogFile.PathFor(ledger), ledger);
        IHost host = BuildHost();
        try
        {
            IAction action = ActionChoice.Choose([.. host.Services.GetServices<IAction>()], actionName, "run");
            await host.StartAsync().ConfigureAwait(false);
            Verdict verdict = await (dryRun ? PreviewAsync(host, action) : RunAsync(host, action)).ConfigureAwait(false);
            await host.StopAsync().ConfigureAwait(false);
            return verdict;
        }
        catch (Exception exception) when (Log(host, exception))
        {
            throw;
        }
        finally
        {
            await ((IAsyncDisposable)host).DisposeAsync().ConfigureAwait(false);
        }
    }

    private IHost BuildHost()
    {
        IServiceCollection services = context.Host.Services;
        services.Replace(ServiceDescriptor.Singleton<IHostLifetime, SilentLifetime>());
        services.Replace(ServiceDescriptor.Singleton(context.Time));
        services.TryAddSingleton<IActionRunner, EngineRunner>();
        services.AddSingleton(provider => new ProgressSource(
            context.Ledgers, context.Settings.LedgerPath, provider.GetService<ISessionManager>(), context.Time));
        services.AddSingleton<IRunObserver>(static provider => provider.GetRequiredService<ProgressSource>());
        if (_drill is not null)
        {
            services.AddSingleton<CommittedWork>();
            services.AddSingleton<IRunObserver>(static provider => provider.GetRequiredService<CommittedWork>());
        }

        LogFile.AddTo(context.Host.Logging, context.Settings.LedgerPath, context.Ledgers.Files);
        services.AddSingleton<ILoggerProvider>(_ => new ScreenLoggerProvider(context.Screen, verbose ? LogLevel.Information : LogLevel.Error));

        // A failed start is thrown as well, and told once.
        context.Host.Logging.AddFilter<ScreenLoggerProvider>("Microsoft", LogLevel.None);
        return context.Host.Build();
    }

    private async Task<Verdict> RunAsync(IHost host, IAction action)
    {
        // A run goes on while nobody reads what it prints.
        context.Screen.HoldUpNobody();
        context.LogPath = LogFile.PathFor(context.Settings.LedgerPath);
        Announce(FileLinks.Follow(context.Settings.LedgerPath));
        ILogger logger = host.Services.GetRequiredService<ILogger<ActionRun>>();
        EndAtOnce end = new(host.Services.GetService<ISessionManager>(), context.Environment);
        using StopSignals signals = new(context.Time, OnStop, end.Begin);
        context.Environment.Listen(signals);

        RunReport report;
        using (CancellationTokenSource over = new())
        {
            ProgressSource source = host.Services.GetRequiredService<ProgressSource>();
            source.Stopping = () => signals.Stopping;
            Task progress = new ProgressReporter(source.ReadAsync, context.Screen, context.Time, s_plainInterval).RunAsync(over.Token);
            try
            {
                IActionRunner runner = host.Services.GetRequiredService<IActionRunner>();
                using CancellationTokenSource drilled = CancellationTokenSource.CreateLinkedTokenSource(signals.Stop);
#pragma warning disable CA2025 // It is awaited below, however the run ends.
                Task drill = DrillAsync(host, drilled, over.Token);
#pragma warning restore CA2025
                try
                {
                    report = await runner.RunAsync(action, context.Settings, drilled.Token).ConfigureAwait(false);
                }
                finally
                {
                    // What it has hurt it lets go before anything of the run is disposed.
                    await over.CancelAsync().ConfigureAwait(false);
                    await drill.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }

                await drill.ConfigureAwait(false);
            }
            finally
            {
                await over.CancelAsync().ConfigureAwait(false);
                await progress.ConfigureAwait(false);
            }
        }

        if (signals.IsEndingAtOnce)
        {
            return new Verdict(ExitCode.EndedAtOnce);
        }

        Verdict verdict = RunVerdict.From(report, context.SameCommand);
        await PrintAsync(report).ConfigureAwait(false);
        AppLog.Ended(logger, action.Name, verdict.Code, verdict.Message ?? "");
        return verdict;
    }

    /// <summary>A path with a slip in it makes a new ledger: nothing of the old one would be gone on with, and sent effects would be sent again.</summary>
    private void Announce(string ledger)
    {
        if (!File.Exists(ledger))
        {
            context.Screen.Print($"There is no ledger '{ledger}' yet: this run begins one.");
        }

        if (context.Ledgers.Files.Risk(ledger) is { } risk)
        {
            context.Screen.PrintError($"warning: {risk}.");
        }
    }

    private async Task<Verdict> PreviewAsync(IHost host, IAction action)
    {
        EndAtOnce end = new(host.Services.GetService<ISessionManager>(), context.Environment);
        using StopSignals signals = new(context.Time, OnStop, end.Begin);
        context.Environment.Listen(signals);
        DryRun dry = new(context.Screen, context.SameCommand);
        return dry.End(await host.Services.GetRequiredService<IActionRunner>()
            .PreviewAsync(action, context.Settings, dry.Show, signals.Stop).ConfigureAwait(false));
    }

    /// <summary>In a drill: hurts the session, and stops the run when it has shown that it goes on.</summary>
    private async Task DrillAsync(IHost host, CancellationTokenSource stop, CancellationToken over)
    {
        if (_drill is null || host.Services.GetService<ISessionManager>() is not { } sessions)
        {
            return;
        }

        try
        {
            await new DrillInjector(_drill, sessions, host.Services.GetRequiredService<CommittedWork>(), context.Time).RunAsync(over).ConfigureAwait(false);
        }
        catch (Exception exception) when (over.IsCancellationRequested || exception is InvalidOperationException)
        {
            // The run was over first, or its session: the drill finds no report and says so.
        }

        await stop.CancelAsync().ConfigureAwait(false);
    }

    private async Task PrintAsync(RunReport report)
    {
        RunSummary summary = report.Summary;
        RunGaps gaps = RunGaps.None(summary.Seen);
        if (summary.Missing > 0 || summary.Listing.Pass > 1 || report.End == RunEnd.CompletedWithGaps)
        {
            using ILedgerReader ledger = context.OpenLedger();
            gaps = await RunGaps.ReadAsync(ledger, summary.Run.RunId).ConfigureAwait(false);
        }

        foreach (string line in SummaryText.Lines(report, gaps, context.SameCommand))
        {
            context.Screen.Print(line);
        }
    }

    private void OnStop(PosixSignal signal)
    {
        context.Screen.BeginEnd();
        context.Screen.PrintError($"{signal}: stopping; what is in flight is being committed. Press Ctrl+C again to end at once.");
    }

    private static bool Log(IHost host, Exception exception)
    {
        if (ExceptionVerdict.From(exception, null).Code == ExitCode.UnexpectedError)
        {
            AppLog.Failed(host.Services.GetRequiredService<ILogger<ActionRun>>(), exception);
        }

        return true;
    }
}
