namespace Holdfast;

/// <summary>An orphaned session that a sweep found.</summary>
/// <param name="Session">What names it to a person, such as its profile folder.</param>
/// <param name="EndedProcesses">The ids of the processes that were ended.</param>
/// <param name="IsClean">True when nothing of it is left.</param>
public sealed record SweptOrphan(string Session, IReadOnlyList<int> EndedProcesses, bool IsClean);
