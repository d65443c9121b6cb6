namespace Holdfast;

/// <summary>What a fault must look like to whoever holds the session.</summary>
/// <param name="Cause">The cause that its incident must name; null when the fault is no death: no incident, and the session goes on.</param>
/// <param name="Step">The cheapest recovery step that may be used: <c>reuse</c>, <c>new-tab</c> or <c>launch</c>; null when it is no death.</param>
/// <param name="NoticedWithin">The longest that the death may go unnoticed while a command is in flight, with default options.</param>
public sealed record FaultExpectation(LossCause? Cause, string? Step, TimeSpan NoticedWithin)
{
    /// <summary>True when the call in flight may end by its own failure before the death is known, as on a connection that is cut: that alone is
    /// none. Default false: it ends with the death.</summary>
    public bool CallsFailFirst { get; init; }

    /// <summary>True when the call in flight may end as if all was well before the death is known, as chromedriver was seen to answer for a browser
    /// that was told to close. Default false.</summary>
    public bool CallsEndFirst { get; init; }

    private static readonly TimeSpan s_pushed = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_patient = TimeSpan.FromSeconds(13);

    /// <summary>False for what a session must live through.</summary>
    public bool IsDeath => Cause is not null;

    /// <summary>The expectation for a fault. Bounds are for slow, busy machines; what was measured stands in the report.</summary>
    /// <param name="fault">The fault.</param>
    /// <returns>What must come of it.</returns>
    public static FaultExpectation Of(FaultKind fault) => fault switch
    {
        FaultKind.KillBrowser or FaultKind.TerminateBrowser => new(LossCause.BrowserExited, "launch", s_pushed),
        FaultKind.KillDriver => new(LossCause.DriverExited, "launch", s_pushed),

        // The first can be reached again, and a running browser needs no disk: measured.
        FaultKind.CutDriver or FaultKind.FillDisk => new(null, null, TimeSpan.Zero),
        FaultKind.CloseWindow => new(LossCause.WindowClosed, "launch", s_pushed),
        FaultKind.CloseTab or FaultKind.CrashTab => new(LossCause.TabLost, "new-tab", s_pushed),

        // ProbePeriod + ProbeMisses x ProbeTimeout = 2.8 s; TabPatience, 10 s, instead for a tab that may be busy, and on a machine that is.
        FaultKind.StopBrowser or FaultKind.StopDriver => new(LossCause.Unresponsive, "launch", s_patient),
        FaultKind.StopTab or FaultKind.HangTab => new(LossCause.Unresponsive, "new-tab", s_patient),

        // The tab's process must be found first, and take what is left.
        FaultKind.TakeMemory => new(LossCause.TabLost, "new-tab", s_patient),
        FaultKind.ExpireLogin => new(LossCause.LoggedOut, "reuse", s_pushed),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "There is no expectation for this fault."),
    };
}
