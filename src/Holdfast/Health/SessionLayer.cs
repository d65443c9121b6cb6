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

    /// <summary>The way to a driver on another machine. Only its adapter can tell a short cut from a lost hub, so it alone decides how long
    /// this may last, and reports the death itself.</summary>
    Connection,
}
