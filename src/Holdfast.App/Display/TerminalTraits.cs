namespace Holdfast.App;

/// <summary>What the output can do.</summary>
/// <param name="IsLive">True when lines may be rewritten in place.</param>
/// <param name="HasColor">True when colors are welcome.</param>
/// <param name="Width">Columns at the start.</param>
internal sealed record TerminalTraits(bool IsLive, bool HasColor, int Width)
{
    /// <summary>Asks for the columns of now; null when they do not change.</summary>
    public Func<int>? Ask { get; init; }

    /// <summary>Columns now.</summary>
    public int WidthNow => Ask?.Invoke() is > 0 and { } now ? now : Width;

    /// <summary>A pipe or a file.</summary>
    public static TerminalTraits Plain { get; } = new(false, false, 80);

    /// <summary>Decides from the environment. Pure. <c>NO_COLOR</c> (no-color.org) counts when it is not empty.</summary>
    public static TerminalTraits From(bool isRedirected, int width, Func<string, string?> environment)
    {
        // Old Windows consoles show escape sequences as text; every terminal since then names itself.
        bool speaks = !OperatingSystem.IsWindows() || environment("WT_SESSION") is not null || environment("TERM") is not null;
        bool live = !isRedirected && speaks && environment("TERM") is not "dumb";
        return new(live, live && string.IsNullOrEmpty(environment("NO_COLOR")), width > 0 ? width : 80);
    }

    /// <summary>This process's own output.</summary>
    public static TerminalTraits Current() =>
        From(Console.IsOutputRedirected, TerminalWidth.Read(), Environment.GetEnvironmentVariable) with { Ask = TerminalWidth.Read };
}
