using System.Globalization;

namespace Holdfast.Selenium;

/// <summary>How much of a span some processes spent waiting for a processor, by the kernel's word. Linux; elsewhere, and where the kernel keeps no
/// such account, none.</summary>
/// <remarks>An answer passes through several threads, one after the other, so the waits of all are added up; what they add up to cannot be more
/// than the span.</remarks>
internal sealed class ProcessorWait
{
    private readonly TimeProvider _time;
    private readonly long _began;
    private readonly Dictionary<int, Dictionary<string, ThreadTimes>> _before;

    private ProcessorWait(Dictionary<int, Dictionary<string, ThreadTimes>> before, TimeProvider time)
    {
        _before = before;
        _time = time;
        _began = time.GetTimestamp();
    }

    /// <summary>The span begins.</summary>
    public static ProcessorWait Begin(IEnumerable<int> processes, TimeProvider time) =>
        new(processes.ToDictionary(process => process, Read), time);

    /// <summary>The span ends.</summary>
    /// <returns>For each process, the part of the span that it waited, from 0 to 1.</returns>
    public IReadOnlyDictionary<int, double> End()
    {
        TimeSpan span = _time.GetElapsedTime(_began);
        return span <= TimeSpan.Zero
            ? new Dictionary<int, double>()
            : _before.ToDictionary(process => process.Key, process => Math.Min(1, Starved(process.Key, process.Value, span) / span));
    }

    private static TimeSpan Starved(int process, Dictionary<string, ThreadTimes> before, TimeSpan span)
    {
        TimeSpan sum = TimeSpan.Zero;
        foreach ((string thread, ThreadTimes after) in Read(process))
        {
            if (before.TryGetValue(thread, out ThreadTimes then))
            {
                sum += ThreadTimes.Starved(then, after, () => WantsOne(process, thread), span);
            }
        }

        return sum;
    }

    private static Dictionary<string, ThreadTimes> Read(int process)
    {
        Dictionary<string, ThreadTimes> threads = [];
        try
        {
            foreach (string folder in Directory.EnumerateDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/task")))
            {
                if (Text(folder, "schedstat") is { } text && ThreadTimes.Parse(text) is { } times)
                {
                    threads[folder] = times;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has just ended.
        }

        return threads;
    }

    private static bool WantsOne(int process, string thread) =>
        Text(thread, "stat") is { } text && ProcessStat.Parse(process, text) is { State: 'R' };

    private static string? Text(string folder, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The thread has just ended, or the kernel keeps no such account.
            return null;
        }
    }
}
