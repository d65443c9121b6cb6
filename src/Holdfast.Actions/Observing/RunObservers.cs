using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Holdfast.Actions;

/// <summary>Whoever observes runs, and what keeps them from hurting one. Thread safe.</summary>
internal sealed class RunObservers
{
    private readonly IRunObserver[] _all;
    private readonly ICommitObserver[] _ours;
    private readonly ConcurrentDictionary<IRunObserver, bool> _failed = new(ReferenceEqualityComparer.Instance);
    private readonly ILogger _logger;

    public RunObservers(IEnumerable<IRunObserver> observers, ILogger logger)
    {
        _all = [.. observers];
        _ours = [.. _all.OfType<ICommitObserver>()];
        _logger = logger;
    }

    /// <summary>False when nobody is there to be told: then no event need be made.</summary>
    public bool Any => _all.Length > 0;

    /// <summary>Tells everybody. Throws nothing.</summary>
    public void Tell(RunEvent happened)
    {
        foreach (IRunObserver observer in _all)
        {
            try
            {
                observer.Observe(happened);
            }
            catch (Exception exception)
            {
                if (_failed.TryAdd(observer, true))
                {
                    Log(observer, happened, exception);
                }
            }
        }
    }

    /// <summary>Tells our own, inside a transaction. What they throw is passed on.</summary>
    public void Committing(CommitKind kind)
    {
        foreach (ICommitObserver observer in _ours)
        {
            observer.Committing(kind);
        }
    }

    private void Log(IRunObserver observer, RunEvent happened, Exception failure)
    {
        try
        {
            ObserverLog.Failed(_logger, observer.GetType().Name, happened.GetType().Name, EvidenceText.Clean(failure.Message));
        }
        catch (Exception)
        {
            // A log that fails is nobody's failure here.
        }
    }
}
