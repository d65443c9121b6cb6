using System.Globalization;

namespace Holdfast.Browsers;

/// <summary>What the kernel says at one moment about the threads of some processes. Linux; elsewhere, and where the kernel keeps no such account,
/// nothing. Immutable.</summary>
internal sealed class ProcessorAccount
{
    private readonly TimeProvider _time;
    private readonly long _at;
    private readonly Dictionary<int, (Dictionary<string, ThreadTimes> Threads, TimeSpan Throttled)> _processes;

    private ProcessorAccount(Dictionary<int, (Dictionary<string, ThreadTimes> Threads, TimeSpan Throttled)> processes, TimeProvider time) =>
        (_processes, _time, _at) = (processes, time, time.GetTimestamp());

    /// <summary>How long ago it was read.</summary>
    public TimeSpan Age => _time.GetElapsedTime(_at);

    /// <summary>Reads the account.</summary>
    public static ProcessorAccount Read(IEnumerable<int> processes, TimeProvider time) =>
        new(processes.Distinct().ToDictionary(process => process, process => (Threads(process), ControlGroup.Throttled(process))), time);

    /// <summary>What a process wanted and had since an earlier account. Threads that are in one of the two only count for nothing.</summary>
    public ProcessorShare Since(ProcessorAccount before, int process)
    {
        ProcessorShare share = new(_time.GetElapsedTime(before._at, _at), TimeSpan.Zero, TimeSpan.Zero);
        if (!before._processes.TryGetValue(process, out (Dictionary<string, ThreadTimes> Threads, TimeSpan Throttled) then)
            || !_processes.TryGetValue(process, out (Dictionary<string, ThreadTimes> Threads, TimeSpan Throttled) now))
        {
            return share;
        }

        foreach ((string thread, ThreadTimes after) in now.Threads)
        {
            if (then.Threads.TryGetValue(thread, out ThreadTimes times))
            {
                share = share.Plus(times, after, now.Throttled - then.Throttled, () => IsReady(process, thread));
            }
        }

        return share;
    }

    private static Dictionary<string, ThreadTimes> Threads(int process)
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

    private static bool IsReady(int process, string thread) =>
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
