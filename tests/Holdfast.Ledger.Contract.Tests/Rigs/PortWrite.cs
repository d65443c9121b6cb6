namespace Holdfast.Ledger.Contract.Tests;

/// <summary>A write of the port, as a <see cref="BusyRun"/> makes it: it changes what can be read.</summary>
/// <param name="method">The port's method.</param>
/// <param name="call">Calls it; the last look is null, or what is called right before COMMIT.</param>
internal sealed class PortWrite(string method, Func<BusyRun, IRunLedger, LegWriter, Action?, Task> call)
{
    public string Method => method;

    /// <summary>True when it is written even after the run has ended.</summary>
    public bool MayBeLate { get; init; }

    /// <summary>True when the caller may have the last look.</summary>
    public bool HasLastLook { get; init; }

    public Task CallAsync(BusyRun run, LegUnderTest leg, LegWriter? by = null, Action? lastLook = null) =>
        call(run, leg.Ledger, by ?? leg.Ledger.Writer, lastLook);
}
