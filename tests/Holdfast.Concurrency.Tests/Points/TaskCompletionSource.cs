using System.Runtime.CompilerServices;
using Holdfast.Concurrency.Tests;

namespace Holdfast;

/// <summary>The real one, with a scheduling point before it completes.</summary>
public sealed class TaskCompletionSource(TaskCreationOptions options = TaskCreationOptions.None)
    : System.Threading.Tasks.TaskCompletionSource(options)
{
    public bool TrySetResult([CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        Schedule.Point(file, line);
        return base.TrySetResult();
    }
}
