using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Holdfast.Actions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Holdfast.App;

/// <summary><c>drill [ACTION]</c>: runs the user's own action under each fault in turn, each time on a ledger of its own.</summary>
internal sealed class DrillCommand
{
    private const int MostRounds = 100;

    // To the time of a stop: what the end of a browser takes.
    private static readonly TimeSpan s_end = TimeSpan.FromSeconds(15);

    private readonly CommandContext _context;
    private readonly Argument<string?> _action = ActionChoice.Argument();

    private readonly Option<FaultKind[]> _faults = new("--faults")
    {
        HelpName = "A,B",
        Description = $"Only these: {string.Join(", ", Enum.GetNames<FaultKind>())}. Default: all that this session supports",
        CustomParser = Faults,
    };

    private readonly Option<int?> _rounds = new("--rounds")
    {
        HelpName = "N",
        Description = $"How often each fault strikes, 1 to {MostRounds}. Default: 1",
        CustomParser = static result => NumberValue.Between(result, "--rounds", 1, MostRounds),
    };

    private readonly Option<int?> _seed = new("--seed")
    {
        HelpName = "N",
        Description = "The order of the faults; printed, so that it can be had again",
        CustomParser = static result => NumberValue.Any(result, "--seed"),
    };

    private readonly Option<bool> _keep = new("--keep") { Description = "Keep the ledger of each round, with its log, and say where" };
    private readonly Option<bool> _json = new("--json") { Description = "One JSON document instead of a table" };

    public DrillCommand(CommandContext context)
    {
        _context = context;
        Symbol = new Command("drill", "Run an action under each fault in turn, on a ledger that is thrown away")
        {
            _action, _faults, _rounds, _seed, _keep, _json,
        };
        foreach (IAppOption option in context.Options)
        {
            Symbol.Add(option.Symbol);
        }

        Symbol.SetAction(async (result, _) =>
        {
            context.Verdict = await DrillAsync(result).ConfigureAwait(false);
            return context.Verdict.Code;
        });
    }

    public Command Symbol { get; }

    /// <summary>The options that the environment may supply: those of the program itself.</summary>
    public IEnumerable<Option> FromEnvironment => _context.Options.Select(option => option.Symbol);

    private async Task<Verdict> DrillAsync(ParseResult result)
    {
        _context.Host.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, SilentLifetime>());
        IHost host = _context.Host.Build();
        await using ConfiguredAsyncDisposable disposing = ((IAsyncDisposable)host).ConfigureAwait(false);
        IAction action = ActionChoice.Choose([.. host.Services.GetServices<IAction>()], result.GetValue(_action), "drill");
        if (Sends(action))
        {
            throw new UsageException(
                $"a drill of '{action.Name}' would send for real, in every round again: its ledger is thrown away, and with it what was sent. "
                + "Nothing was sent. Drill a gather of the same site: the session is the same one. "
                + "What a death does to an effect is shown by tests against a site of your own.");
        }

        DrillProcess process = new(Start(result, action), _context.Settings.DrainTimeout + s_end, _context.Time);
        DrillRunner runner = new(process, [.. host.Services.GetServices<IOrphanSweeper>()], result.GetValue(_keep), _context.Ledgers);
        int seed = result.GetValue(_seed) ?? Random.Shared.Next();
        FaultKind[] faults = result.GetValue(_faults) is { Length: > 0 } chosen ? chosen : Enum.GetValues<FaultKind>();
        FaultKind[] order = DrillSequence.Of(faults, result.GetValue(_rounds) ?? 1, seed);

        using CancellationTokenSource atOnce = new();
        using StopSignals signals = new(_context.Time, OnStop, atOnce.Cancel);
        _context.Environment.Listen(signals);
        List<DrillRound> rounds = [];
        SortedDictionary<FaultKind, string> notHere = [];
        foreach (FaultKind fault in order.Where(fault => !signals.Stop.IsCancellationRequested && !notHere.ContainsKey(fault)))
        {
            (DrillRound? round, string? why) = await runner.RunAsync(fault, signals.Stop, atOnce.Token).ConfigureAwait(false);
            if (round is null)
            {
                notHere.Add(fault, why ?? "no reason was given");
                continue;
            }

            rounds.Add(round);
            _context.Screen.SetStatus([$"drill: {rounds.Count} of at most {order.Length} rounds"]);
        }

        _context.Screen.SetStatus([]);
        Print(new DrillReport(seed, rounds, notHere), result.GetValue(_json));
        return Tell(rounds, order.Length, seed, signals);
    }

    private void OnStop(PosixSignal signal)
    {
        _context.Screen.BeginEnd();
        _context.Screen.PrintError($"{signal}: stopping; the run under way is asked to stop. Press Ctrl+C again to kill it.");
    }

    private static Verdict Tell(List<DrillRound> rounds, int most, int seed, StopSignals signals)
    {
        bool isStopped = signals.Stop.IsCancellationRequested;
        int broken = rounds.Count(round => round.Promise == DrillOutcome.Broken);
        int inconclusive = rounds.Count(round => round.Promise == DrillOutcome.Inconclusive);

        // First what broke: whoever is told of a stop drills again, and may never see it.
        return broken != 0 ? new(
                ExitCode.DrillFailed,
                $"{Words.Count(broken, "round")} of {rounds.Count} broke a promise{(isStopped ? " before the drill was stopped" : "")}; the table names it. "
                + $"Try one alone and look at its ledger: --faults NAME --seed {seed} --keep")
            : signals.IsEndingAtOnce ? new(ExitCode.EndedAtOnce, "ended at once; the run under way was killed.")
            : isStopped ? new(
                ExitCode.Stopped,
                $"stopped on request after {Words.Count(rounds.Count, "round")} of at most {most}. Drill in the same order with --seed {seed}.")
            : rounds.Count == 0 ? new(ExitCode.Usage, "none of these faults can be injected into this session; why is said above.")
            : inconclusive != 0 ? new(
                ExitCode.CompletedWithGaps,
                $"no promise was broken, but {Words.Count(inconclusive, "round")} of {rounds.Count} showed nothing; the table says why.")
            : new(ExitCode.Completed);
    }

    private static bool Sends(IAction action)
    {
        Type? type = action.GetType();
        while (type is not null && !(type.IsGenericType && type.GetGenericTypeDefinition() == typeof(SendAction<>)))
        {
            type = type.BaseType;
        }

        return type is not null;
    }

    private DrillStart Start(ParseResult result, IAction action)
    {
        foreach (IAppOption option in _context.Options)
        {
            option.Take(result);
        }

        return DrillStart.Of([.. _context.Environment.Start, "run", action.Name], _context.Options);
    }

    private void Print(DrillReport report, bool json)
    {
        if (json)
        {
            _context.Screen.Print(JsonText.Of(DrillReportJson.Of(report)));
            return;
        }

        Table table = new("FAULT", "CAUSE", "NOTICED MS", "ERRORS", "CALLS AFTER", "STEP", "RECOVERED MS", "LOST", "DOUBLED", "LEFT", "PROMISE");
        foreach (DrillRound round in report.Rounds)
        {
            table.Add(
                round.Fault, round.Cause ?? "no death", Milliseconds(round.NoticedMs), $"{round.Errors}", $"{round.CallsAfterDeath}", round.Step,
                Milliseconds(round.RecoveredMs), $"{round.Lost}", $"{round.Doubled}", $"{round.ProcessesLeft}", Promise(round));
        }

        foreach (string line in report.Rounds.Count == 0 ? [] : table.Lines(_context.Screen.Width))
        {
            _context.Screen.Print(line);
        }

        foreach (DrillRound round in report.Rounds.Where(round => round.Ledger is not null))
        {
            _context.Screen.Print($"ledger of {round.Fault}: {TerminalText.Encode(round.Ledger!)}");
        }

        foreach (string why in report.NotInjected.Values)
        {
            _context.Screen.Print($"not injected: {TerminalText.Encode(why)}");
        }

        _context.Screen.Print(string.Create(CultureInfo.InvariantCulture, $"seed {report.Seed}"));
    }

    private static string Promise(DrillRound round)
    {
        string word = round.Promise.ToString().ToLowerInvariant();
        return round.Problem is { } problem ? $"{word}: {problem}" : word;
    }

    private static string? Milliseconds(double? value) => value?.ToString("0", CultureInfo.InvariantCulture);

    private static FaultKind[] Faults(ArgumentResult result)
    {
        List<FaultKind> faults = [];
        foreach (string name in result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries)))
        {
            if (!Enum.TryParse(name, ignoreCase: true, out FaultKind fault) || !Enum.IsDefined(fault))
            {
                result.AddError(
                    $"--faults knows no '{name}'.{NearMatch.Hint(name, Enum.GetNames<FaultKind>())} "
                    + $"Faults: {string.Join(", ", Enum.GetNames<FaultKind>())}");
                return [];
            }

            faults.Add(fault);
        }

        return [.. faults];
    }
}
