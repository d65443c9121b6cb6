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
        Symbol.SetAction(result =>
        {
            using RunLedger ledger = context.OpenLedger();
            if (RunChoice.Find(ledger, result.GetValue(number), context.Environment.Call) is not { } id)
            {
                context.Screen.Print("no run yet");
                return ExitCode.Completed;
            }

            RunSummary run = ledger.ReadSummary(id);
            context.Screen.Print($"{run.Run.Action}  run {id}  {RunState.Of(run)}");
            foreach (string line in SummaryText.Account(run, RunGaps.Read(ledger, id)))
            {
                context.Screen.Print(line);
            }

            return ExitCode.Completed;
        });
    }

    public Command Symbol { get; }
}
