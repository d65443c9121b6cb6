namespace Holdfast;

/// <summary>Admission and death in one atomic word, so that "admitted before the latch" is exact.</summary>
/// <remarks>The two low bits are the state; the rest counts the calls admitted so far.</remarks>
internal struct AdmissionGate
{
    private const long SuspectedBit = 1;
    private const long DeadBit = 2;
    private const long OneCall = 4;

    private long _word;

    public readonly bool IsDead => (Volatile.Read(in _word) & DeadBit) != 0;

    public readonly bool IsSuspected => (Volatile.Read(in _word) & SuspectedBit) != 0;

    public readonly long Admitted => Volatile.Read(in _word) / OneCall;

    /// <summary>Admits one call, unless the gate is closed.</summary>
    /// <returns>The call's ordinal, or 0 when the gate is closed.</returns>
    public long TryAdmit()
    {
        long seen = Volatile.Read(ref _word);
        while ((seen & (SuspectedBit | DeadBit)) == 0)
        {
            long found = Interlocked.CompareExchange(ref _word, seen + OneCall, seen);
            if (found == seen)
            {
                return (seen / OneCall) + 1;
            }

            seen = found;
        }

        return 0;
    }

    public void Suspect() => Interlocked.Or(ref _word, SuspectedBit);

    public void Clear() => Interlocked.And(ref _word, ~SuspectedBit);

    /// <summary>Closes the gate for ever.</summary>
    /// <returns>How many calls had been admitted: no later one will be.</returns>
    public long Kill() => Interlocked.Or(ref _word, DeadBit) / OneCall;
}
