using System.Runtime.CompilerServices;

namespace Holdfast.Tests;

/// <summary>Waiting for events, never longer than a test may take.</summary>
internal static class Deadline
{
    // Real time, and long: it is only reached by a test that fails.
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(60);

    public static Task InTime(this Task task) => task.WaitAsync(s_longest, TimeProvider.System);

    public static Task<T> InTime<T>(this Task<T> task) => task.WaitAsync(s_longest, TimeProvider.System);

    public static Task<T> InTime<T>(this ValueTask<T> task) => task.AsTask().InTime();

    public static Task InTime(this ValueTask task) => task.AsTask().InTime();

    /// <summary>For what has no event: yields until it is so.</summary>
    public static async Task Until(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string text = "")
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > s_longest)
            {
                throw new TimeoutException(text);
            }

            await Task.Yield();
        }
    }
}
