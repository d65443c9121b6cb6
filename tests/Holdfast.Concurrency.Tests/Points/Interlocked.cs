using System.Runtime.CompilerServices;
using Holdfast.Concurrency.Tests;
using Real = System.Threading.Interlocked;

namespace Holdfast;

/// <summary>The real operations, each with a scheduling point before it.</summary>
internal static class Interlocked
{
    public static int Increment(ref int location, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        Schedule.Point(file, line);
        return Real.Increment(ref location);
    }

    public static long Increment(ref long location, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        Schedule.Point(file, line);
        return Real.Increment(ref location);
    }

    public static int Decrement(ref int location, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        Schedule.Point(file, line);
        return Real.Decrement(ref location);
    }

    public static long Read(ref readonly long location, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        Schedule.Point(file, line);
        return Real.Read(in location);
    }

    public static long Or(ref long location, long value, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        Schedule.Point(file, line);
        return Real.Or(ref location, value);
    }

    public static long And(ref long location, long value, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        Schedule.Point(file, line);
        return Real.And(ref location, value);
    }

    public static T Exchange<T>(ref T location, T value, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        Schedule.Point(file, line);
        return Real.Exchange(ref location, value);
    }

    public static T CompareExchange<T>(ref T location, T value, T comparand, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        Schedule.Point(file, line);
        return Real.CompareExchange(ref location, value, comparand);
    }
}
