namespace Holdfast.Actions;

/// <summary>A sink elsewhere, such as another database, a queue or a folder: it is given each change of a record <em>at least once</em>, after the
/// commit.</summary>
/// <typeparam name="TRecord">What the action gathers.</typeparam>
/// <remarks>
/// <para>That a record is owed is committed with the record; that it was taken is committed when <see cref="DeliverAsync"/> has returned. A program
/// killed in between delivers it again. So the receiver must not mind: write by key, and ignore a version that is not newer than the one it has.</para>
/// <para>For each key, versions come in the order of their commits; one that was replaced before it was delivered is left out. That a record is gone
/// is a version too: see <see cref="DeliveredRecord{TRecord}.IsRemoved"/>. Called one batch
/// at a time, unless a call that took too long goes on although it was given up.</para>
/// <para>What it throws loses nothing, and does not stop the run: the batch is tried again, record by record, and then after a while, and at last at
/// the next start. A call that took too long counts for the whole sink: nothing more is offered for a while, and nothing more at all once the
/// leg ends. The summary says how many records wait.</para>
/// </remarks>
public interface IRecordDelivery<TRecord> : IRecordSink
{
    /// <summary>Takes records; returns when they are safe.</summary>
    /// <param name="records">The records, at least one and at most <see cref="RunSettings.BatchSize"/>, each key once.</param>
    /// <param name="cancellationToken">Ends when the run gives the call up: it took longer than <see cref="RunSettings.BatchTimeout"/>, or a stop
    /// was asked for.</param>
    /// <returns>A task that ends when all of them are safe.</returns>
    Task DeliverAsync(IReadOnlyList<DeliveredRecord<TRecord>> records, CancellationToken cancellationToken);
}
