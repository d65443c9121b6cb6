using System.Runtime.CompilerServices;
using Holdfast.Concurrency.Tests;

namespace Holdfast;

/// <summary>The real one, with a scheduling point before it completes.</summary>
/// <typeparam name="T">The result.</typeparam>
public sealed class TaskCompletionSource<T>(TaskCreationOptions options = TaskCreationOptions.None)
    : System.Threading.Tasks.TaskCompletionSource<T>(options)
{
    public bool TrySetResult(T result, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        Schedule.Point(file, line);
        return base.TrySetResult(result);
    }

    public bool TrySetException(Exception exception, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        Schedule.Point(file, line);
        return base.TrySetException(exception);
    }
}
