using System.CommandLine;

namespace Holdfast.App;

/// <summary><c>runs release</c>: a person's word that the member who is logged in next may go on with an action's runs.</summary>
internal sealed class RunsReleaseCommand
{
    private readonly CommandContext _context;

    public RunsReleaseCommand(CommandContext context)
    {
        _context = context;
        Argument<string?> action = ActionChoice.Argument();
        Symbol = new Command("release", "Let the member who is logged in next go on with an action's runs, such as one whose name has changed") { action };
        Symbol.SetAction(async (result, _) =>
        {
            await ReleaseAsync(await LedgerAction.FindAsync(context, "runs release", result.GetValue(action)).ConfigureAwait(false)).ConfigureAwait(false);
            return ExitCode.Completed;
        });
    }

    public Command Symbol { get; }

    private async Task ReleaseAsync(string action)
    {
        // A job that is running is somebody's.
        using IDisposable runLock = _context.Ledgers.Lock(_context.Settings.LedgerPath, action);
        using ILedgerEditor ledger = _context.Ledgers.Edit(_context.Settings.LedgerPath);
        int released = await ledger.ReleaseMembersAsync(action).ConfigureAwait(false);
        _context.Screen.Print(released == 0
            ? $"no run of {action} is a member's"
            : $"{Words.Count(released, "run")} of {action} released: the next one is of the member who is logged in then");
    }
}
