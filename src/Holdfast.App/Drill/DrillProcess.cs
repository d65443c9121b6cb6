using System.Collections.Concurrent;
using System.Diagnostics;

namespace Holdfast.App;

/// <summary>The process of a drilled run. It never outlives the drill that started it.</summary>
/// <param name="start">How it is started.</param>
/// <param name="patience">How long it may take to stop when it is asked to; then it is killed.</param>
/// <param name="time">The clock.</param>
internal sealed class DrillProcess(DrillStart start, TimeSpan patience, TimeProvider time)
{
    /// <summary>How long what a run said last is waited for: what it has started may hold its output for longer than it lives.</summary>
    public static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(5);

    /// <summary>Starts the run and waits for its end: the one of its own, or the one that it is brought to after 5 min, or when it is to stop.</summary>
    /// <param name="order">What the run is told.</param>
    /// <param name="ledger">Its ledger.</param>
    /// <param name="stop">Asks it to stop, as a signal of its user does.</param>
    /// <param name="atOnce">Kills it, or ends the wait for what it said last.</param>
    /// <returns>Its exit code, and its lines on standard error.</returns>
    public async Task<(int Code, IReadOnlyList<string> Errors)> RunAsync(
        DrillOrder order, string ledger, CancellationToken stop, CancellationToken atOnce)
    {
        using Process run = Process.Start(Info(order, ledger))!;
        ConcurrentQueue<string> lines = [];
        Task errors = ReadAsync(run.StandardError, lines.Enqueue);
        _ = ReadAsync(run.StandardOutput, static _ => { });
        if (!await EndsAsync(run, s_longest, stop).ConfigureAwait(false))
        {
            await StopAsync(run, isAsked: stop.IsCancellationRequested, atOnce).ConfigureAwait(false);
        }

        // The Ctrl+C that has killed the run does not cut off what it said.
        CancellationToken enough = atOnce.IsCancellationRequested ? CancellationToken.None : atOnce;
        await Task.WhenAny(errors, Task.Delay(LastWords, time, enough)).ConfigureAwait(false);
        return (run.ExitCode, [.. lines.Where(line => line.Length != 0)]);
    }

    private ProcessStartInfo Info(DrillOrder order, string ledger)
    {
        ProcessStartInfo info = new(start.Words[0]) { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (string word in (string[])[.. start.Words.Skip(1), "--plain", "--ledger", ledger])
        {
            info.ArgumentList.Add(word);
        }

        foreach ((string name, string value) in start.Variables)
        {
            info.Environment[name] = value;
        }

        info.Environment[DrillOrder.FaultVariable] = order.Fault.ToString();
        info.Environment[DrillOrder.ReportVariable] = order.Report;
        return info;
    }

    private async Task StopAsync(Process run, bool isAsked, CancellationToken atOnce)
    {
        if (isAsked)
        {
            NativeSignals.Stop(run);
            if (await EndsAsync(run, patience, atOnce).ConfigureAwait(false))
            {
                return;
            }
        }

        run.Kill();
        await run.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private async Task<bool> EndsAsync(Process run, TimeSpan within, CancellationToken enough)
    {
        using CancellationTokenSource limit = new(within, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, enough);
        try
        {
            await run.WaitForExitAsync(either.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task ReadAsync(StreamReader stream, Action<string> take)
    {
        while (await stream.ReadLineAsync(CancellationToken.None).ConfigureAwait(false) is { } line)
        {
            take(line);
        }
    }
}
