using System.CommandLine;

namespace Holdfast.App;

/// <summary><c>items</c>: what a run is missing, item by item.</summary>
internal sealed class ItemsCommand
{
    public ItemsCommand(CommandContext context) => Symbol = new Command("items", "Show what a run is missing, and end quarantines")
    {
        new ItemsListCommand(context).Symbol, new ItemsReleaseCommand(context).Symbol,
    };

    public Command Symbol { get; }
}
