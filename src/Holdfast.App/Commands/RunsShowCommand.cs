using System.CommandLine;

namespace Holdfast.App;

/// <summary><c>runs show N</c>: everything about one run: what is missing, and why.</summary>
internal sealed class RunsShowCommand
{
    public RunsShowCommand(CommandContext context)
    {
        Argument<long?> number = new("N")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "The run. Default: the newest",
            CustomParser = static result => NumberValue.Listed(result, "runs show", "runs"),
        };
        Symbol = new Command("show", "Show everything about one run: what is missing, and why") { number };
        Symbol.SetAction(async (result, _) =>
        {
            using ILedgerReader ledger = context.OpenLedger();
            if (await RunChoice.FindAsync(ledger, result.GetValue(number), context.Environment.Call).ConfigureAwait(false) is not { } id)
            {
                context.Screen.Print("no run yet");
                return ExitCode.Completed;
            }

            RunSummary run = await ledger.ReadSummaryAsync(id).ConfigureAwait(false);
            context.Screen.Print($"{run.Run.Action}  run {id}  {RunState.Of(run)}");
            foreach (string line in SummaryText.Account(run, await RunGaps.ReadAsync(ledger, id).ConfigureAwait(false)))
            {
                context.Screen.Print(line);
            }

            return ExitCode.Completed;
        });
    }

    public Command Symbol { get; }
}
