namespace Holdfast.Ledger;

/// <summary>A ledger could not be opened, read or written. The message says what happened, to what file, what it means and what to do.</summary>
/// <remarks>The change that failed was rolled back as a whole; every change acknowledged before it is kept.</remarks>
public sealed class LedgerException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="fault">The kind of failure.</param>
    /// <param name="path">The ledger's full path.</param>
    /// <param name="message">What happened, to what file, what it means and what to do.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public LedgerException(LedgerFault fault, string path, string message, Exception? inner = null)
        : base(message, inner)
    {
        Fault = fault;
        Path = path;
    }

    /// <summary>The kind of failure.</summary>
    public LedgerFault Fault { get; }

    /// <summary>The ledger's full path.</summary>
    public string Path { get; }
}
