using System.CommandLine;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Holdfast.App;

/// <summary><c>sweep</c>: ends the browsers that killed jobs left behind.</summary>
internal sealed class SweepCommand
{
    public SweepCommand(CommandContext context)
    {
        Symbol = new Command("sweep", "End the browsers that killed jobs left behind; no other browser is touched");
        Symbol.SetAction(async (_, cancellationToken) =>
        {
            context.Host.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, SilentLifetime>());
            IHost host = context.Host.Build();
            await using ConfiguredAsyncDisposable disposing = ((IAsyncDisposable)host).ConfigureAwait(false);
            IOrphanSweeper[] sweepers = [.. host.Services.GetServices<IOrphanSweeper>()];
            context.Verdict = await SweepAsync(sweepers, context, cancellationToken).ConfigureAwait(false);
            return context.Verdict.Code;
        });
    }

    public Command Symbol { get; }

    private static async Task<Verdict> SweepAsync(IOrphanSweeper[] sweepers, CommandContext context, CancellationToken cancellationToken)
    {
        if (sweepers.Length == 0)
        {
            return new(ExitCode.BadConfiguration, "this program has no session that could be swept: add an adapter, such as UseSelenium.");
        }

        int found = 0, left = 0;
        foreach (IOrphanSweeper sweeper in sweepers)
        {
            foreach (SweptOrphan orphan in await sweeper.SweepAsync(cancellationToken).ConfigureAwait(false))
            {
                found++;
                left += orphan.IsClean ? 0 : 1;
                string processes = Words.Count(orphan.EndedProcesses.Count, "process", "processes");
                context.Screen.Print($"{orphan.Session}: {processes} ended{(orphan.IsClean ? "" : ", but something of it is left")}");
            }
        }

        context.Screen.Print(found == 0 ? "nothing was left behind" : $"{Words.Count(found, "orphaned session")} swept");
        return left == 0
            ? new(ExitCode.Completed)
            : new(
                ExitCode.CompletedWithGaps,
                $"{Words.Count(left, "orphaned session")} could not be ended whole. Sweep again, or end the processes yourself.");
    }
}
