using System.CommandLine;

namespace Holdfast.App;

/// <summary><c>incidents export N</c>: writes a death as a script that a test can replay.</summary>
internal sealed class IncidentExportCommand
{
    private readonly CommandContext _context;

    public IncidentExportCommand(CommandContext context)
    {
        _context = context;
        ListedArgument<long?> number = new("N", "a number", "incidents")
        {
            Arity = ArgumentArity.ExactlyOne,
            Description = "Its number in the list of incidents",
            CustomParser = result => NumberValue.Listed(result, "incidents export", "incidents"),
        };
        Option<string?> output = new("--output")
        {
            HelpName = "FILE",
            Description = "The file to write, replaced when there is one. Default: the screen",
        };
        Symbol = new Command("export", "Write an incident as a script that a test can replay") { number, output };
        Symbol.SetAction(async (result, _) =>
        {
            await ExportAsync(result.GetValue(number) ?? 0, result.GetValue(output) is { } file ? ExportTarget.Resolve(file) : null)
                .ConfigureAwait(false);
            return ExitCode.Completed;
        });
    }

    public Command Symbol { get; }

    private async Task ExportAsync(long number, string? output)
    {
        using ILedgerReader ledger = _context.OpenLedger();
        IReadOnlyList<ListedIncident> all = await IncidentNumbers.ReadAsync(ledger).ConfigureAwait(false);
        if (number < 1 || number > all.Count)
        {
            string known = all.Count == 0 ? "it has none" : $"it has 1 to {all.Count}";
            throw new UsageException(
                $"there is no incident {number} in '{ledger.Name}': {known}. See '{_context.Environment.Call} incidents'.");
        }

        string json = Script(all[(int)number - 1].Whole, number, ledger.Name).ToJson();
        if (output is null)
        {
            foreach (string line in json.Split('\n'))
            {
                _context.Screen.Print(line.TrimEnd('\r'));
            }

            return;
        }

        LedgerGuard.Refuse(output, ledger.Name, _context.Ledgers.Files);
        await OutputFile.ReplaceAsync(output, writer => writer.WriteLineAsync(json)).ConfigureAwait(false);
        _context.Screen.Print($"incident {number} written to {output}");
    }

    private static IncidentScript Script(StoredIncident stored, long number, string ledger)
    {
        try
        {
            return stored.ToScript();
        }
        catch (FormatException exception)
        {
            throw new UsageException($"incident {number} in '{ledger}' cannot be replayed. {exception.Message.TrimEnd('.')}. Choose another.");
        }
    }
}
