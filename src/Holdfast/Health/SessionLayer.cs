namespace Holdfast;

/// <summary>A part of a session that can hang by itself while the others answer.</summary>
public enum SessionLayer
{
    /// <summary>The browser's own process. A browser that hangs takes its tabs with it.</summary>
    Browser,

    /// <summary>The page that commands go to: a stuck renderer, or a script that does not end.</summary>
    Tab,

    /// <summary>The driver between us and the browser.</summary>
    Driver,
}
