using System.Runtime.CompilerServices;

namespace Holdfast.Testing;

/// <summary>Waiting for events in real time, never longer than a test may take.</summary>
internal static class RealDeadline
{
    // Long: it is only reached by a test that fails.
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(60);

    public static Task InTime(this Task task) => task.WaitAsync(s_longest, TimeProvider.System);

    public static Task<T> InTime<T>(this Task<T> task) => task.WaitAsync(s_longest, TimeProvider.System);

    /// <summary>For what has no event: yields until it is so.</summary>
    public static async Task Until(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string text = "")
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > s_longest)
            {
                throw new TimeoutException($"This did not come to be within {s_longest.TotalSeconds:0} s: {text}");
            }

            await Task.Yield();
        }
    }
}
