using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Holdfast.Actions;

/// <summary>The sinks of a running leg, as its commits see them. Used on the ledger's thread.</summary>
internal sealed class LegSinks
{
    private readonly LedgerSink[] _inLedger;
    private readonly Dictionary<string, Channel<bool>> _news;
    private bool _isOwed;

    private LegSinks(IReadOnlyList<BoundSink> all)
    {
        _inLedger = [.. all.OfType<LedgerSink>()];
        Deliveries = [.. all.OfType<DeliverySink>()];
        _news = Deliveries.ToDictionary(
            sink => sink.Name,
            _ => Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }),
            StringComparer.Ordinal);
    }

    /// <summary>The sinks elsewhere.</summary>
    public IReadOnlyList<DeliverySink> Deliveries { get; }

    /// <summary>True when the transactions of batches and pages are lent to a sink.</summary>
    public bool Borrow => _inLedger.Length > 0;

    /// <summary>Makes the sinks of an action.</summary>
    /// <returns>Null when it has none.</returns>
    /// <exception cref="ArgumentException">A sink does not take what the action gathers, or two have one name.</exception>
    public static LegSinks? Of(IAction action, IEnumerable<SinkRegistration> registrations)
    {
        List<BoundSink> sinks = [];
        foreach (SinkRegistration registration in registrations.Where(registration => registration.Action.IsInstanceOfType(action)))
        {
            IRecordSink sink = registration.Make();
            BoundSink bound = (action as IGather)?.Bind(sink) ?? throw new ArgumentException(
                $"Sink '{sink.Name}' does not take what action '{action.Name}' gathers. Let it implement IRecordSink<T> or IRecordDelivery<T>, "
                + "where T is the action's record.",
                nameof(action));
            if (sinks.Exists(other => other.Name == bound.Name))
            {
                throw new ArgumentException($"Action '{action.Name}' has two sinks called '{bound.Name}'.", nameof(action));
            }

            sinks.Add(bound);
        }

        return sinks.Count == 0 ? null : new LegSinks(sinks);
    }

    /// <summary>Tells when something is owed to a sink; ends when no more will be.</summary>
    public ChannelReader<bool> News(DeliverySink sink) => _news[sink.Name].Reader;

    /// <summary>In a transaction: makes the sinks' tables, and finds what each delivery is still owed.</summary>
    public void Prepare(LedgerConnection db, string action)
    {
        foreach (LedgerSink sink in _inLedger)
        {
            Lend(db, sink, sink.Prepare);
        }

        foreach (DeliverySink sink in Deliveries)
        {
            OwedRecords.OweAll(db, action, sink.Name);
        }
    }

    /// <summary>In the transaction of a batch or a page, when all of its own is written.</summary>
    public void Write(LedgerConnection db, string action, IReadOnlyList<ChangedRecord> changed)
    {
        if (changed.Count == 0)
        {
            return;
        }

        foreach (LedgerSink sink in _inLedger)
        {
            Lend(db, sink, (connection, transaction) => sink.Write(changed, connection, transaction));
        }

        foreach (DeliverySink sink in Deliveries)
        {
            OwedRecords.Owe(db, action, sink.Name, changed);
        }

        _isOwed = true;
    }

    /// <summary>A batch or a page has landed. One that changed no record is no news.</summary>
    public void Landed()
    {
        if (!_isOwed)
        {
            return;
        }

        _isOwed = false;
        foreach (Channel<bool> news in _news.Values)
        {
            news.Writer.TryWrite(true);
        }
    }

    /// <summary>Nothing more will land.</summary>
    public void Complete()
    {
        foreach (Channel<bool> news in _news.Values)
        {
            news.Writer.TryComplete();
        }
    }

    private static void Lend(LedgerConnection db, LedgerSink sink, Action<SqliteConnection, SqliteTransaction> use)
    {
        string? problem;
        Exception? cause = null;
        try
        {
            db.Lend(use);
            problem = db.Refused;
        }
        catch (Exception exception)
        {
            if (MachineFaultIn(exception) is { } fault)
            {
                throw LedgerErrors.From(fault, db.Path, $"write the tables of sink '{sink.Name}'");
            }

            cause = exception;
            problem = db.Refused ?? EvidenceText.Clean($"{exception.GetType().Name}: {exception.Message}").TrimEnd('.');
        }

        if (problem is not null)
        {
            throw new RecordSinkException(
                sink.Name,
                $"Sink '{sink.Name}' failed: {problem}. Nothing of this change was kept, neither in its tables nor in the ledger. "
                + "Mend the sink, then start again: the run goes on.",
                cause);
        }
    }

    private static SqliteException? MachineFaultIn(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is SqliteException error && LedgerErrors.IsOfTheMachine(error.SqliteErrorCode))
            {
                return error;
            }
        }

        return null;
    }
}
