using Holdfast.Actions;
using Microsoft.Extensions.Hosting;

namespace Holdfast.App;

/// <summary>What every command works with.</summary>
internal sealed class CommandContext(
    AppEnvironment environment, HostApplicationBuilder host, IReadOnlyList<IAppOption> options, IReadOnlyList<AppSecret> secrets,
    RunSettings settings, IReadOnlyList<string> args)
{
    public AppEnvironment Environment { get; } = environment;

    public Screen Screen => Environment.Screen;

    public TimeProvider Time => Environment.Time;

    public HostApplicationBuilder Host { get; } = host;

    public IReadOnlyList<IAppOption> Options { get; } = options;

    /// <summary>The secrets that the program's actions need.</summary>
    public IReadOnlyList<AppSecret> Secrets { get; } = secrets;

    public RunSettings Settings { get; } = settings;

    public IReadOnlyList<string> Args { get; } = args;

    /// <summary>The words that do the same again.</summary>
    public string SameCommand => ShellText.Join([.. Environment.Start, .. Args]);

    /// <summary>How the command ended, with its last word.</summary>
    public Verdict? Verdict { get; set; }

    /// <summary>The log file, once there is one.</summary>
    public string? LogPath { get; set; }

    /// <summary>Where ledgers are kept.</summary>
    public IRunLedgerStore Ledgers { get; } = AppLedgers.Open(environment.Time);

    /// <summary>Opens the ledger to look only.</summary>
    /// <exception cref="LedgerException">There is none, or it cannot be used.</exception>
    public ILedgerReader OpenLedger() => Ledgers.Read(Settings.LedgerPath);
}
