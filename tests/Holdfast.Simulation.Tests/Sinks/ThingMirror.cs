using System.Globalization;
using Holdfast.Actions;

namespace Holdfast.Simulation.Tests;

/// <summary>A place elsewhere, which keeps of each key the newest version that it was given.</summary>
/// <param name="plan">What goes wrong.</param>
/// <param name="clock">The clock.</param>
/// <param name="book">Who is told when versions come in a wrong order.</param>
internal sealed class ThingMirror(FaultPlan plan, QuietClock clock, WorldBook book) : IRecordDelivery<string>
{
    private readonly Dictionary<string, DeliveredRecord<string>> _newest = [];
    private int _deliveries;

    /// <summary>Called when the job is to be killed.</summary>
    public Action Kill { get; set; } = static () => { };

    /// <summary>What is in it, each key with its text.</summary>
    public IReadOnlyList<string> Rows => [.. _newest.Values.Where(record => !record.IsRemoved).Select(record => $"{record.Key} {record.Record}")];

    public async Task DeliverAsync(IReadOnlyList<DeliveredRecord<string>> records, CancellationToken cancellationToken)
    {
        int ordinal = ++_deliveries;
        FaultKind fault = plan.At(FaultPlace.Sink, "delivery", ordinal);
        book.Note(string.Create(CultureInfo.InvariantCulture, $"delivery #{ordinal} of {records.Count} {fault}"));
        await Task.Delay(plan.Time("delivery", ordinal, TimeSpan.FromMilliseconds(50)), clock, cancellationToken);
        switch (fault)
        {
            case FaultKind.SinkRefuses:
                throw new InvalidOperationException("the place elsewhere is full");
            case FaultKind.SinkHangs:
                await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellationToken);
                break;
        }

        foreach (DeliveredRecord<string> record in records)
        {
            Take(record);
        }

        switch (fault)
        {
            case FaultKind.KillAfterDelivery:
                Kill();
                break;
            case FaultKind.SinkTakesAndFails:
                throw new InvalidOperationException("the answer of the place elsewhere was lost");
        }
    }

    private void Take(DeliveredRecord<string> record)
    {
        if (_newest.TryGetValue(record.Key, out DeliveredRecord<string>? before))
        {
            if (record.Version < before.Version)
            {
                book.Complain($"version {record.Version} of {record.Key} was delivered after {before.Version}");
                return;
            }

            if (record.Version == before.Version && record.Hash != before.Hash)
            {
                book.Complain($"version {record.Version} of {record.Key} was delivered with two contents");
            }
        }

        _newest[record.Key] = record;
    }
}
