using System.Runtime.InteropServices;

namespace Holdfast.App;

/// <summary>Decides what each signal means. Thread safe.</summary>
/// <remarks>
/// The first signal asks for a stop. Only a Ctrl+C after it ends at once: service managers send SIGTERM and SIGHUP together, and a closing terminal
/// sends SIGHUP more than once. A Ctrl+C right behind the first is the same key press, forwarded by a wrapper such as <c>dotnet run</c>.
/// </remarks>
internal sealed class StopPolicy(TimeProvider time)
{
    public static readonly TimeSpan SamePress = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private long? _firstAt;

    public StopDecision Decide(PosixSignal signal)
    {
        lock (_lock)
        {
            if (_firstAt is not { } first)
            {
                _firstAt = time.GetTimestamp();
                return StopDecision.Stop;
            }

            return signal == PosixSignal.SIGINT && time.GetElapsedTime(first) >= SamePress ? StopDecision.EndAtOnce : StopDecision.Nothing;
        }
    }
}
