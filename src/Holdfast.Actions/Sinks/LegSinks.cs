using System.Threading.Channels;

namespace Holdfast.Actions;

/// <summary>The sinks of a running leg. Thread safe.</summary>
internal sealed class LegSinks
{
    private readonly Dictionary<string, Channel<bool>> _news;

    private LegSinks(IReadOnlyList<BoundSink> all)
    {
        Deliveries = [.. all.OfType<DeliverySink>()];
        _news = Deliveries.ToDictionary(
            sink => sink.Name,
            _ => Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }),
            StringComparer.Ordinal);
        Targets = new RecordTargets([.. all.OfType<LedgerSink>().Select(sink => sink.Writer)], [.. _news.Keys], Landed);
    }

    /// <summary>The sinks elsewhere.</summary>
    public IReadOnlyList<DeliverySink> Deliveries { get; }

    /// <summary>All of them, as the ledger knows them.</summary>
    public RecordTargets Targets { get; }

    /// <summary>Makes the sinks of an action.</summary>
    /// <returns>Null when it has none.</returns>
    /// <exception cref="ArgumentException">A sink does not take what the action gathers, or two have one name.</exception>
    public static LegSinks? Of(IAction action, IEnumerable<SinkRegistration> registrations, IRunLedgerStore store)
    {
        List<BoundSink> sinks = [];
        foreach (SinkRegistration registration in registrations.Where(registration => registration.Action.IsInstanceOfType(action)))
        {
            IRecordSink sink = registration.Make();
            BoundSink bound = (action as IRecordSource)?.Bind(sink, store) ?? throw new ArgumentException(
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

    /// <summary>Nothing more will land.</summary>
    public void Complete()
    {
        foreach (Channel<bool> news in _news.Values)
        {
            news.Writer.TryComplete();
        }
    }

    private void Landed()
    {
        foreach (Channel<bool> news in _news.Values)
        {
            news.Writer.TryWrite(true);
        }
    }
}
