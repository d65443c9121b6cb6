using Holdfast.Actions;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.App.Tests;

/// <summary>Runs an app in this process, with a folder, an environment and an output of its own.</summary>
internal sealed class TestApp : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public TestApp() => Variables["HOLDFAST_LEDGER"] = LedgerPath;

    public string Folder { get; } = Directory.CreateTempSubdirectory("holdfast-app-").FullName;

    public string LedgerPath => Path.Combine(Folder, "job.db");

    public Dictionary<string, string> Variables { get; } = [];

    public Action<HoldfastAppBuilder> Setup { get; set; } = builder => builder.AddAction<GatherThings>();

    /// <summary>Stands in for the engine; null takes the real one.</summary>
    public Func<IAction, RunSettings, CancellationToken, Task<RunReport>>? Run { get; set; }

    /// <summary>Stands in for the engine's dry run.</summary>
    public Func<IAction, RunSettings, Action<EffectPreview>, CancellationToken, Task<(RunEnd End, string? Reason)>>? Preview { get; set; }

    public Action<StopSignals> Listen { get; set; } = _ => { };

    public List<int> Exits { get; } = [];

    /// <summary>The words that start the app again, in a process of its own.</summary>
    public IReadOnlyList<string> Start { get; set; } = ["kinfolk"];

    /// <summary>The words that the program keeps for itself.</summary>
    public IReadOnlyList<string> Kept { get; set; } = [];

    public TimeProvider Time { get; set; } = TimeProvider.System;

    public string Output => _output.ToString();

    public string Error => _error.ToString();

    /// <summary>The only line on standard error; fails when there are none or several.</summary>
    public string ErrorLine => Assert.Single(Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));

    public async Task<int> RunAsync(params string[] args)
    {
        AppEnvironment environment = new()
        {
            Screen = new Screen(_output, _error, TerminalTraits.Plain),
            Variable = name => Variables.GetValueOrDefault(name),
            Variables = Variables,
            Time = Time,
            Program = "kinfolk",
            Start = Start,
            Kept = Kept,
            Exit = Exits.Add,
            Listen = signals => Listen(signals),
        };
        HoldfastAppBuilder builder = HoldfastApp.CreateBuilder(args, environment);
        Setup(builder);
        if (Run is not null || Preview is not null)
        {
            builder.Services.AddSingleton<IActionRunner>(new Runner(this));
        }

        return await builder.Build().RunAsync();
    }

    public string ReadLog() => File.ReadAllText(LedgerPath + ".log");

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private sealed class Runner(TestApp app) : IActionRunner
    {
        public Task<RunReport> RunAsync(IAction action, RunSettings settings, CancellationToken stop) => app.Run!(action, settings, stop);

        public Task<(RunEnd End, string? Reason)> PreviewAsync(
            IAction action, RunSettings settings, Action<EffectPreview> show, CancellationToken stop) => app.Preview!(action, settings, show, stop);
    }
}
