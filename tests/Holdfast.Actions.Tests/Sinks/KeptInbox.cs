using System.Collections.Concurrent;

namespace Holdfast.Actions.Tests.Sinks;

/// <summary>A place elsewhere, that a test may make fail or hang.</summary>
internal sealed class KeptInbox : IRecordDelivery<Running.Kept>
{
    public string Name => "kept-inbox";

    /// <summary>What it took, in order.</summary>
    public ConcurrentQueue<DeliveredRecord<Running.Kept>> Taken { get; } = new();

    /// <summary>How many there were in each call.</summary>
    public ConcurrentQueue<int> Calls { get; } = new();

    /// <summary>Called before it takes anything.</summary>
    public Func<IReadOnlyList<DeliveredRecord<Running.Kept>>, CancellationToken, Task>? First { get; set; }

    public async Task DeliverAsync(IReadOnlyList<DeliveredRecord<Running.Kept>> records, CancellationToken cancellationToken)
    {
        Calls.Enqueue(records.Count);
        if (First is { } first)
        {
            await first(records, cancellationToken);
        }

        foreach (DeliveredRecord<Running.Kept> record in records)
        {
            Taken.Enqueue(record);
        }
    }
}
