namespace Holdfast;

/// <summary>What came of asking the session once.</summary>
/// <param name="Answer">Its answer, or ours at the deadline.</param>
/// <param name="Overdue">Its answer that did not come by the deadline, and may yet: null when it came. A session has its own deadline a little earlier,
/// so on a machine with a processor to spare it is never late.</param>
internal sealed record ProbeTurn(ProbeResult Answer, Task<ProbeResult>? Overdue);
