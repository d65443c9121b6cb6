namespace Holdfast.Http;

/// <summary>How many calls an endpoint takes, as its refusals have taught. Immutable; every rule is pure.</summary>
/// <remarks>
/// Additive increase and multiplicative decrease, the rule that stays near a limit without knowing it: D.-M. Chiu and R. Jain, "Analysis of
/// the increase and decrease algorithms for congestion avoidance in computer networks" (1989); RFC 5681, section 3.1. A refusal takes away
/// as much as it cost, which is the share of the time in which nothing might be sent, and a little more, but never more than half, as
/// there. Only calls that were let through raise the pace again, so that nothing is taken for granted that was not tried.
/// </remarks>
/// <param name="PerSecond">Calls a second that are sent at most.</param>
/// <param name="Step">How much <paramref name="PerSecond"/> rises with each minute's worth of calls.</param>
/// <param name="Credit">Calls that were let through since it was last raised.</param>
internal sealed record Pace(double PerSecond, double Step, long Credit)
{
    /// <summary>One call a minute: nobody could tell a slower job from one that hangs.</summary>
    public const double Slowest = 1.0 / 60;

    private const double MostTakenAway = 0.5;
    private const double Margin = 0.95;
    private const double Increase = 0.05;

    private static readonly TimeSpan s_shortestWindow = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_step = TimeSpan.FromMinutes(1);

    /// <summary>From one call to the next.</summary>
    public TimeSpan Gap => TimeSpan.FromSeconds(1 / PerSecond);

    /// <summary>A pace that was learned; never slower than <see cref="Slowest"/>. It rises by a twentieth of itself.</summary>
    public static Pace Of(double perSecond) => From(perSecond, perSecond);

    /// <summary>What a 429 teaches.</summary>
    /// <param name="sent">The calls that were really sent, and let through, in the window before it.</param>
    /// <param name="window">How long the window was; taken for 1 s when it was shorter.</param>
    /// <param name="pause">How long nothing may be sent after it.</param>
    /// <param name="before">The pace in the window; null when there was none.</param>
    /// <returns>The pace after it. It rises by a twentieth of the one that was refused. <paramref name="before"/> when nothing was let through:
    /// a limit that others have used up says nothing about our pace.</returns>
    public static Pace? After(long sent, TimeSpan window, TimeSpan pause, Pace? before)
    {
        if (sent <= 0)
        {
            return before;
        }

        double seconds = Math.Max(window.TotalSeconds, s_shortestWindow.TotalSeconds);
        double refused = Math.Min(sent / seconds, before?.PerSecond ?? double.PositiveInfinity);
        double kept = Margin * seconds / (seconds + pause.TotalSeconds);
        return From(refused * Math.Max(kept, 1 - MostTakenAway), refused);
    }

    /// <summary>A call was let through.</summary>
    public Pace Passed() => Credit + 1 < PerSecond * s_step.TotalSeconds
        ? this with { Credit = Credit + 1 }
        : this with { PerSecond = PerSecond + Step, Credit = 0 };

    private static Pace From(double perSecond, double refused) => new(Math.Max(perSecond, Slowest), Math.Max(refused, Slowest) * Increase, 0);
}
