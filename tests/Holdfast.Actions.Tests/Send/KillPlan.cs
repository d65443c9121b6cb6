namespace Holdfast.Actions.Tests.Send;

/// <summary>Where in a send something dies.</summary>
public enum KillPoint
{
    /// <summary>A page of the plan is read and not in the ledger.</summary>
    BeforePlan,

    /// <summary>A page of the plan is in the ledger, and nothing of it was sent.</summary>
    AfterPlan,

    /// <summary>The request is on its way; the site has done nothing yet.</summary>
    RequestOut,

    /// <summary>The site has done it; its answer never comes.</summary>
    AnswerLost,

    /// <summary>The answer is there, and not in the ledger.</summary>
    BeforeConfirm,
}

/// <summary>What dies.</summary>
public enum Victim
{
    Browser,
    Driver,
    Job,
}

/// <summary>Which kill comes next: each victim at each point twice, in an order and at distances of the seed's choice. Thread safe.</summary>
internal sealed class KillPlan
{
    public const int Kills = 30;

    private readonly Lock _lock = new();
    private readonly Queue<(KillPoint Point, Victim Victim, int After)> _left;
    private int _sent;
    private int _deaths;

    public KillPlan(int seed)
    {
        Random random = new(seed);
        (KillPoint Point, Victim Victim)[] kills =
        [
            .. Enumerable.Range(0, Kills).Select(number => ((KillPoint)(number % 5), (Victim)(number / 5 % 3))),
        ];
        random.Shuffle(kills);
        _left = new(kills.Select(kill => (kill.Point, kill.Victim, random.Next(2, 10))));
    }

    public int Left
    {
        get
        {
            lock (_lock)
            {
                return _left.Count;
            }
        }
    }

    /// <summary>How often a session died since the job was killed last.</summary>
    public int DeathsSinceJob
    {
        get
        {
            lock (_lock)
            {
                return _deaths;
            }
        }
    }

    /// <summary>A point is reached.</summary>
    /// <returns>What dies here and now; null for nothing.</returns>
    public Victim? At(KillPoint point)
    {
        lock (_lock)
        {
            _sent += point == KillPoint.RequestOut ? 1 : 0;
            if (_left.TryPeek(out (KillPoint Point, Victim Victim, int After) next) && next.Point == point && _sent >= next.After)
            {
                _left.Dequeue();
                _sent = 0;
                _deaths = next.Victim == Victim.Job ? 0 : _deaths + 1;
                return next.Victim;
            }

            return null;
        }
    }
}
