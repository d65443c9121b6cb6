namespace Holdfast.Ledger;

/// <summary>A sink failed in a transaction of the ledger, or did there what it must not. Nothing of that transaction was kept, and the run has
/// stopped; starting again goes on.</summary>
public sealed class RecordSinkException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="sink">The sink's name.</param>
    /// <param name="message">What happened, what it means and what to do.</param>
    /// <param name="inner">What the sink threw; null when it threw nothing.</param>
    public RecordSinkException(string sink, string message, Exception? inner = null)
        : base(message, inner)
    {
        Sink = sink;
    }

    /// <summary>The sink's name.</summary>
    public string Sink { get; }
}
