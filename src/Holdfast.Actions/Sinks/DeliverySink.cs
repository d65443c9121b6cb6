using System.Text.Json;

namespace Holdfast.Actions;

/// <summary>A sink elsewhere.</summary>
internal abstract record DeliverySink(string Name) : BoundSink(Name)
{
    public abstract Task DeliverAsync(IReadOnlyList<OwedRecord> records, CancellationToken cancellationToken);
}

/// <summary>The same, with the user's own type of records.</summary>
internal sealed record DeliverySink<TRecord>(IRecordDelivery<TRecord> Sink, JsonSerializerOptions Json) : DeliverySink(Sink.Name)
{
    public override Task DeliverAsync(IReadOnlyList<OwedRecord> records, CancellationToken cancellationToken) => Sink.DeliverAsync(
        [.. records.Select(record => new DeliveredRecord<TRecord>(
            record.Key,
            record.Version,
            Convert.ToHexStringLower(record.Hash),
            JsonSerializer.Deserialize<TRecord>(record.Json, Json)!,
            record.Missing,
            record.IsRemoved))],
        cancellationToken);
}
