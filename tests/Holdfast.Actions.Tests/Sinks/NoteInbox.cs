using System.Collections.Concurrent;
using Holdfast.Actions.Tests.Sync;

namespace Holdfast.Actions.Tests.Sinks;

/// <summary>A place elsewhere that does what it is asked to: it writes and takes away by key, and ignores versions that are not newer.</summary>
internal sealed class NoteInbox : IRecordDelivery<SyncPages.Note>
{
    private readonly ConcurrentDictionary<string, (long Version, string? Text)> _held = new(StringComparer.Ordinal);

    /// <summary>What came, in order: the text, or null for what is gone.</summary>
    public ConcurrentQueue<(string Key, long Version, string? Text)> Taken { get; } = new();

    /// <summary>What it holds, by key.</summary>
    public IEnumerable<(string Key, string Text)> Held =>
        _held.Where(pair => pair.Value.Text is not null).Select(pair => (pair.Key, pair.Value.Text!)).OrderBy(held => held.Key, StringComparer.Ordinal);

    public Task DeliverAsync(IReadOnlyList<DeliveredRecord<SyncPages.Note>> records, CancellationToken cancellationToken)
    {
        foreach (DeliveredRecord<SyncPages.Note> record in records)
        {
            (long Version, string? Text) now = (record.Version, record.IsRemoved ? null : record.Record.Text);
            Taken.Enqueue((record.Key, now.Version, now.Text));
            _held.AddOrUpdate(record.Key, now, (_, before) => before.Version < now.Version ? now : before);
        }

        return Task.CompletedTask;
    }
}
