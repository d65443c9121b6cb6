namespace Kinfolk.Site;

/// <summary>Gates that keep matching requests until they are released.</summary>
internal sealed class HoldList
{
    private readonly Lock _lock = new();
    private readonly List<Gate> _gates = [];
    private volatile bool _any;
    private int _number;
    private int _waiting;

    /// <summary>Requests that wait at a gate now.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    public int Add(string path, HoldStage stage)
    {
        lock (_lock)
        {
            _gates.Add(new Gate(++_number, new PathPattern(path), stage));
            _any = true;
            return _number;
        }
    }

    /// <summary>Opens one gate, or all of them.</summary>
    public void Release(int? number)
    {
        List<Gate> open;
        lock (_lock)
        {
            open = _gates.FindAll(g => number is null || g.Number == number);
            _gates.RemoveAll(open.Contains);
            _any = _gates.Count > 0;
        }

        foreach (Gate gate in open)
        {
            gate.Opened.TrySetResult();
        }
    }

    public async ValueTask PassAsync(HoldStage stage, string method, string target, CancellationToken cancellationToken)
    {
        while (_any && Find(stage, method, target) is { } gate)
        {
            Interlocked.Increment(ref _waiting);
            try
            {
                await gate.Opened.Task.WaitAsync(cancellationToken);
            }
            finally
            {
                Interlocked.Decrement(ref _waiting);
            }
        }
    }

    private Gate? Find(HoldStage stage, string method, string target)
    {
        lock (_lock)
        {
            return _gates.Find(g => g.Stage == stage && g.Pattern.Matches(method, target));
        }
    }

    private sealed record Gate(int Number, PathPattern Pattern, HoldStage Stage)
    {
        public TaskCompletionSource Opened { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
