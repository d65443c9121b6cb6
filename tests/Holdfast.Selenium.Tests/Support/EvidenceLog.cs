using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;

namespace Holdfast.Selenium.Tests;

/// <summary>A sink that keeps what is reported, with the time of each report.</summary>
internal sealed class EvidenceLog : IEvidenceSink
{
    private readonly Channel<(Evidence Evidence, long At)> _channel = Channel.CreateUnbounded<(Evidence, long)>();
    private volatile bool _closed;

    public ConcurrentQueue<(Evidence Evidence, long At)> All { get; } = new();

    public void Report(Evidence evidence)
    {
        if (_closed)
        {
            return;
        }

        (Evidence, long) entry = (evidence, Stopwatch.GetTimestamp());
        All.Enqueue(entry);
        _ = _channel.Writer.TryWrite(entry);
    }

    public void Close() => _closed = true;

    public async Task<(Evidence Evidence, long At)> NextAsync() =>
        await _channel.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(10));

    /// <summary>What a manager would name: the first evidence, renamed by stronger evidence within 200 ms.</summary>
    public LossCause Cause()
    {
        (Evidence Evidence, long At)[] all = [.. All];
        Evidence strongest = all[0].Evidence;
        foreach ((Evidence next, long at) in all.Skip(1))
        {
            if (next.Strength > strongest.Strength && Stopwatch.GetElapsedTime(all[0].At, at).TotalMilliseconds <= 200)
            {
                strongest = next;
            }
        }

        return strongest.Cause;
    }

    public override string ToString() => All.IsEmpty
        ? "(none)"
        : string.Join("; ", All.Select(one =>
            $"+{Stopwatch.GetElapsedTime(All.First().At, one.At).TotalMilliseconds:0.0} {one.Evidence.Cause}/{one.Evidence.Strength}/{one.Evidence.Source}"));
}
