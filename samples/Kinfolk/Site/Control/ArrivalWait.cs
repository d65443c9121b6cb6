namespace Kinfolk.Site;

/// <summary>Somebody waits until enough requests have arrived.</summary>
internal sealed class ArrivalWait(PathPattern pattern, int count)
{
    private readonly TaskCompletionSource<ArrivalReport> _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Received { get; private set; }

    public Task<ArrivalReport> Reached => _reached.Task;

    public bool IsReached => Received >= count;

    public void See(SiteLogEntry entry)
    {
        if (pattern.Matches(entry.Method, entry.Path))
        {
            Received++;
        }
    }

    public void Complete(int pending, long sequence) =>
        _reached.TrySetResult(new ArrivalReport(Received, pending, sequence, TimedOut: false));
}
