using System.CommandLine;

namespace Holdfast.App;

/// <summary>The grammar of the command line.</summary>
internal sealed class CommandTree
{
    /// <summary>Names that a program cannot give to its own options.</summary>
    public static readonly IReadOnlySet<string> OwnOptions = new HashSet<string>(StringComparer.Ordinal)
    {
        "--ledger", "--plain", "--help", "--version", "--concurrency", "--batch", "--headed", "--profile", "--verbose", "--json", "--run",
        "--format", "--output", "--faults", "--rounds", "--seed", "--dry-run", "--state", "--key", "--action",
    };

    private readonly CommandContext _context;

    public CommandTree(CommandContext context)
    {
        _context = context;
        string usual = context.Settings.LedgerPath;
        Ledger = new Option<string>("--ledger")
        {
            Description = "The file that keeps all runs and their records [HOLDFAST_LEDGER]",
            HelpName = "PATH",
            Recursive = true,
            DefaultValueFactory = _ => usual,
        };
        Plain = new Option<bool>("--plain") { Description = "Plain lines, even in a terminal", Recursive = true };
        Run = new RunCommand(context);
        Drill = new DrillCommand(context);
        Root = new RootCommand("Long jobs on a logged-in browser session, resumed until they are whole.")
        {
            Ledger, Plain, Run.Symbol, new RunsCommand(context).Symbol, new ItemsCommand(context).Symbol, new EffectsCommand(context).Symbol,
            new IncidentsCommand(context).Symbol, new ExportCommand(context).Symbol, new SweepCommand(context).Symbol, Drill.Symbol,
        };
    }

    public RootCommand Root { get; }

    public RunCommand Run { get; }

    public DrillCommand Drill { get; }

    public Option<string> Ledger { get; }

    public Option<bool> Plain { get; }

    /// <summary>Parses, with what the environment adds, and takes over what concerns every command.</summary>
    public ParseResult Parse(IReadOnlyList<string> args)
    {
        ParserConfiguration configuration = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };
        ParseResult typed = Root.Parse(args, configuration);
        IEnumerable<Option> offered = typed.CommandResult.Command == Run.Symbol ? [Ledger, .. Run.FromEnvironment]
            : typed.CommandResult.Command == Drill.Symbol ? [Ledger, .. Drill.FromEnvironment]
            : [Ledger];
        string[] complete = EnvironmentSettings.Complete(args, typed, offered, _context.Environment.Variable);
        ParseResult result = complete.Length == args.Count ? typed : Root.Parse(complete, configuration);
        if (result.Errors.Count == 0 && result.GetValue(Ledger) is { } ledger)
        {
            if (string.IsNullOrWhiteSpace(ledger))
            {
                throw new UsageException("--ledger names no file: give it a path, or leave it out.");
            }

            _context.Settings.LedgerPath = Path.GetFullPath(ledger);
        }

        return result;
    }
}
