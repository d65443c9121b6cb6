using System.Globalization;
using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests;

/// <summary>One long gather and many faults. What is done is in the folder's journal: a soak that was ended goes on there.</summary>
/// <param name="folder">The folder of the soak.</param>
/// <param name="faults">How many faults.</param>
/// <param name="seed">Chooses them.</param>
internal sealed class Soak(JobFolder folder, int faults, int seed)
{
    private const int PerPage = 20;

    // A fault strikes 32 items after the last recovery, on average; the rest is committed while it is being noticed.
    private const int PagesPerFault = 6;
    private const int DelayMs = 20;

    private readonly SoakJournal _journal = new(folder.Path);

    /// <summary>What was done so far.</summary>
    public SoakJournal Journal => _journal;

    private int Pages => faults * PagesPerFault;

    /// <summary>Does the faults that are left, and lets the gather come to its end.</summary>
    /// <returns>What is left behind.</returns>
    public async Task<SoakEnd> RunAsync()
    {
        try
        {
            return await GoOnAsync();
        }
        catch (Exception exception)
        {
            _journal.Fail(EvidenceText.Clean(exception.Message));
            throw;
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private async Task<SoakEnd> GoOnAsync()
    {
        EndWhatRuns();
        using SoakLedger ledger = new(folder.Ledger);
        NoteInterrupted(ledger.Incidents());
        await using SiteProcess site = await SiteProcess.StartAsync(
            "--port", Text(_journal.Port), "--pages", Text(Pages), "--per-page", Text(PerPage), "--delay-ms", Text(DelayMs), "--ready", _journal.SiteFile);
        _journal.KeepSite(site.Url);
        using SiteControlClient control = new(site.Url);
        await using SoakJob job = new(folder, site.Url);
        job.Start();
        await StrikeAllAsync(job, control, ledger);
        await control.SetDelayAsync(0);
        await ledger.EndedAsync(job.Now);
        return Look(ledger, await job.Now.EndAsync());
    }

    private async Task StrikeAllAsync(SoakJob job, SiteControlClient control, SoakLedger ledger)
    {
        int leg = _journal.Rows.Select(row => row.Leg).DefaultIfEmpty().Max() + 1;
        long recovered = ledger.Committed();
        foreach ((int index, SoakStep step) in SoakPlan.Choose(seed, faults).Index().Skip(_journal.Rows.Count))
        {
            await ledger.CommittedAsync(recovered + step.Items, job.Now);
            int before = ledger.Incidents();
            SoakRow row = new(index + 1, step.Fault, leg, ledger.Committed(), before, SoakSample.Take(folder, job.Now.Id));
            _journal.Strike(row);
            row = await new SoakStriker(job, control, ledger, new Random(unchecked((seed * 7919) + index))).StrikeAsync(row);
            recovered = ledger.Committed();
            leg += step.Fault.EndsTheJob() ? 1 : 0;

            // A second incident of the same death would come while the job goes on.
            await ledger.CommittedAsync(recovered + 1, job.Now);
            row = row with { Incidents = ledger.Incidents() - before };
            _journal.Add(row);
            await Console.Out.WriteLineAsync(SoakReport.Line(row, faults));
        }
    }

    private SoakEnd Look(SoakLedger ledger, int code)
    {
        SoakSample left = SoakSample.Take(folder, job: null);
        RunSummary? summary = null;
        Exception? contradiction = Record.Exception(() => { summary = GatherAssert.Complete(folder, Pages * PerPage); });
        return new SoakEnd(
            left, ledger.Incidents(), GatherAssert.ErrorLines(folder).Count, code, summary?.Run.Legs ?? 0, summary?.New ?? ledger.Committed(),
            contradiction is null ? null : EvidenceText.Clean(contradiction.Message), summary?.Run.FinishedAt - summary?.Run.StartedAt ?? TimeSpan.Zero);
    }

    /// <summary>The site and the job of a soak that was killed run on; both name this folder.</summary>
    private void EndWhatRuns()
    {
        foreach (int pid in ProcessTable.Find(arguments => arguments.Split('\0') is var words
            && (words.Contains(folder.Ledger) || words.Contains(_journal.SiteFile))))
        {
            Signals.Send(pid, Signals.Kill);
        }
    }

    private void NoteInterrupted(int incidents)
    {
        if (_journal.Struck is { } row)
        {
            _journal.Add(row with { Interrupted = true, Incidents = incidents - row.IncidentsBefore });
        }
    }
}
