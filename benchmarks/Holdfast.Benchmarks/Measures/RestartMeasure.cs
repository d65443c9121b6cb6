using System.Diagnostics;
using System.Globalization;
using Kinfolk.Site;

namespace Holdfast.Benchmarks;

/// <summary>The job itself is killed in the middle and started again at once.</summary>
internal sealed class RestartMeasure : IMeasure
{
    private const int Pages = 100;
    private const int PerPage = 20;
    private const int Rounds = 5;

    public string Name => "restart";

    public string What => string.Create(
        CultureInfo.InvariantCulture,
        $"{Pages} pages of {PerPage}, 3 ms service delay. Both legs of the killed run, from process start to process end, "
        + $"less the undisturbed run of the same round.");

    public async Task<IReadOnlyList<Metric>> RunAsync()
    {
        await using SiteProcess site = await SiteProcess.StartAsync(
            "--pages", Pages.ToString(CultureInfo.InvariantCulture), "--per-page", PerPage.ToString(CultureInfo.InvariantCulture), "--delay-ms", "3");
        List<(double Whole, double Killed)> rounds = [];
        for (int i = 0; i < Rounds; i++)
        {
            rounds.Add((await InFolderAsync(folder => UndisturbedAsync(site, folder)), await InFolderAsync(folder => KilledAsync(site, folder))));
        }

        return
        [
            Metric.Of("cost of a kill", "s", rounds.Select(round => round.Killed - round.Whole)),
            Metric.Of("undisturbed", "s", rounds.Select(round => round.Whole)),
            Metric.Of("killed in the middle", "s", rounds.Select(round => round.Killed)),
        ];
    }

    private static async Task<double> UndisturbedAsync(SiteProcess site, string folder)
    {
        await using Work job = Work.Gather(folder, site.Url);
        return await job.EndAsync();
    }

    private static async Task<double> KilledAsync(SiteProcess site, string folder)
    {
        double first;
        await using (Work job = Work.Gather(folder, site.Url))
        {
            using LedgerWatch ledger = new(job);
            await ledger.SavedAsync(Pages * PerPage / 2);
            await job.KillAsync();
            first = Stopwatch.GetElapsedTime(job.Started).TotalSeconds;
        }

        await using Work second = Work.Gather(folder, site.Url);
        return first + await second.EndAsync();
    }

    private static async Task<double> InFolderAsync(Func<string, Task<double>> measure)
    {
        string folder = Work.NewFolder();
        try
        {
            return await measure(folder);
        }
        finally
        {
            Work.Remove(folder);
        }
    }
}
