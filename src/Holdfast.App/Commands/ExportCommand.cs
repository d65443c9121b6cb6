using System.CommandLine;

namespace Holdfast.App;

/// <summary><c>export ACTION</c>: writes an action's records to a file, also while a job writes to the ledger.</summary>
internal sealed class ExportCommand
{
    private readonly CommandContext _context;

    public ExportCommand(CommandContext context)
    {
        _context = context;
        ListedArgument<string> action = new("ACTION", "an ACTION", "runs") { Description = "Whose records" };
        Option<ExportFormat> format = new("--format")
        {
            Description = "csv for spreadsheets, jsonl for programs",
            HelpName = "csv|jsonl",
            Required = true,
            CustomParser = result => result.Tokens is [{ Value: "csv" }] ? ExportFormat.Csv
                : result.Tokens is [{ Value: "jsonl" }] ? ExportFormat.Jsonl
                : Refuse(result.Tokens is [var token, ..] ? token.Value : "", result.AddError),
        };
        Option<string> output = new("--output")
        {
            HelpName = "FILE",
            Description = "The file to write; it is replaced when the export is whole",
            Required = true,
        };
        Symbol = new Command("export", "Write an action's records to a file") { action, format, output };
        Symbol.SetAction(async (result, _) =>
        {
            await ExportAsync(result.GetRequiredValue(action), result.GetValue(format), ExportTarget.Resolve(result.GetRequiredValue(output)))
                .ConfigureAwait(false);
            return ExitCode.Completed;
        });
    }

    public Command Symbol { get; }

    private static ExportFormat Refuse(string value, Action<string> addError)
    {
        addError($"--format must be csv or jsonl, and it is '{value}'");
        return default;
    }

    private async Task ExportAsync(string action, ExportFormat format, string output)
    {
        using ILedgerReader ledger = _context.OpenLedger();
        string[] actions = await LedgerAction.NamesAsync(ledger).ConfigureAwait(false);
        if (!actions.Contains(action, StringComparer.Ordinal))
        {
            string known = actions.Length == 0 ? "It has no run yet." : $"Its actions: {string.Join(", ", actions)}.";
            throw new UsageException($"the ledger '{ledger.Name}' knows no action '{action}'.{NearMatch.Hint(action, actions)} {known}");
        }

        LedgerGuard.Refuse(output, ledger.Name, _context.Ledgers.Files);
        long count = await RecordExport.WriteAsync(ledger.ReadRecordsAsync(action), format, output).ConfigureAwait(false);
        _context.Screen.Print($"{Words.Count(count, "record")} written to {output}");
    }
}
