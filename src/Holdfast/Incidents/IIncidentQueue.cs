namespace Holdfast;

/// <summary>A sink that keeps its records in a queue, so that it can take one on the thread that closes a latch.</summary>
/// <remarks>Ours only: nobody else's code runs on that thread.</remarks>
internal interface IIncidentQueue : IIncidentSink
{
    /// <summary>Puts a death into the queue as it is known at its latch, before anybody learns of it: so its record comes before whatever the next
    /// generation writes there. Returns at once and throws nothing; a failure shows in the record that follows when the cause stands.</summary>
    /// <param name="incident">The incident, open, under the cause that may still be renamed.</param>
    void Enqueue(Incident incident);
}
