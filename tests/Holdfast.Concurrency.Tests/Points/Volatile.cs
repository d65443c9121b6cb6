using System.Runtime.CompilerServices;
using Holdfast.Concurrency.Tests;
using Real = System.Threading.Volatile;

namespace Holdfast;

/// <summary>The real operations, each with a scheduling point before it.</summary>
internal static class Volatile
{
    public static bool Read(ref readonly bool location, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        Schedule.Point(file, line);
        return Real.Read(in location);
    }

    public static int Read(ref readonly int location, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        Schedule.Point(file, line);
        return Real.Read(in location);
    }

    public static long Read(ref readonly long location, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        Schedule.Point(file, line);
        return Real.Read(in location);
    }

    public static T Read<T>(ref readonly T location, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        where T : class?
    {
        Schedule.Point(file, line);
        return Real.Read(in location);
    }

    public static void Write(ref bool location, bool value, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        Schedule.Point(file, line);
        Real.Write(ref location, value);
    }

    public static void Write(ref long location, long value, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        Schedule.Point(file, line);
        Real.Write(ref location, value);
    }

    public static void Write(ref int location, int value, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        Schedule.Point(file, line);
        Real.Write(ref location, value);
    }

    public static void Write<T>(ref T location, T value, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        where T : class?
    {
        Schedule.Point(file, line);
        Real.Write(ref location, value);
    }
}
