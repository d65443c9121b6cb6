using CsCheck;

namespace Holdfast.Testing.Tests;

/// <summary>No call is admitted after the latch, in whatever order callers and the death come.</summary>
public sealed class GateInterleavingTests
{
    [Fact]
    public void Gate_EveryOrder_AdmitsNothingAfterTheLatch()
    {
        (int[]? bad, int tried) = Interleavings.Explore(() => Start(new OneWord()));

        Assert.Null(bad);
        Assert.True(tried > 100, $"{tried} orders");
    }

    /// <summary>The planted bug: admission and death in two words, each of them atomic.</summary>
    [Fact]
    public void TwoWordGate_TheSameProperty_FindsTheCallThatSlipsThrough()
    {
        (int[]? bad, _) = Interleavings.Explore(() => Start(new TwoWords()));

        Assert.NotNull(bad);
    }

    /// <summary>That each operation of the real gate is one atomic step, as the exploration takes for granted: on real threads, the outcome is
    /// always one that some order of whole operations has.</summary>
    [Fact]
    public void Gate_OnRealThreads_EachOperationIsAtomic() =>
        Gen.Const(0).Select(_ => new Recorded()).SampleParallel(
            Gen.Operation<Recorded>("admit", gate => gate.Admit()),
            Gen.Operation<Recorded>("kill", gate => gate.Kill()),
            Gen.Operation<Recorded>("suspect", gate => gate.Gate.Suspect()),
            Gen.Operation<Recorded>("clear", gate => gate.Gate.Clear()),
            equal: (one, other) => one.Outcome == other.Outcome,
            iter: 300);

    private static (IEnumerable<int>[] Programs, Func<bool> Holds) Start(IGate gate)
    {
        List<long> admitted = [];
        long? latch = null;
        return (
            [gate.Admit(admitted.Add), gate.Admit(admitted.Add), gate.Admit(admitted.Add), gate.Kill(count => latch = count)],
            () => admitted.TrueForAll(call => call <= latch) && admitted.Distinct().Count() == admitted.Count);
    }

    private interface IGate
    {
        IEnumerable<int> Admit(Action<long> admitted);

        IEnumerable<int> Kill(Action<long> latched);
    }

    private sealed class OneWord : IGate
    {
        private AdmissionGate _gate;

        public IEnumerable<int> Admit(Action<long> admitted)
        {
            yield return 0;
            if (_gate.TryAdmit() is var call and not 0)
            {
                admitted(call);
            }

            yield return 0;
        }

        public IEnumerable<int> Kill(Action<long> latched)
        {
            yield return 0;
            latched(_gate.Kill());
        }
    }

    private sealed class TwoWords : IGate
    {
        private bool _dead;
        private long _admitted;

        public IEnumerable<int> Admit(Action<long> admitted)
        {
            bool alive = !_dead;
            yield return 0;
            if (alive)
            {
                admitted(++_admitted);
            }
        }

        public IEnumerable<int> Kill(Action<long> latched)
        {
            _dead = true;
            yield return 0;
            latched(_admitted);
        }
    }

    private sealed class Recorded
    {
        public AdmissionGate Gate;
        private long _ordinals;
        private long _latch;

        public (long Admitted, bool Dead, bool Suspected, long Ordinals, long Latch) Outcome =>
            (Gate.Admitted, Gate.IsDead, Gate.IsSuspected, _ordinals, _latch);

        public void Admit() => Interlocked.Add(ref _ordinals, Gate.TryAdmit());

        public void Kill() => Interlocked.CompareExchange(ref _latch, Gate.Kill() + 1, 0);
    }
}
