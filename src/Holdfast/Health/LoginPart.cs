namespace Holdfast;

/// <summary>What there is of a session's login. It may live while there is no browser.</summary>
internal enum LoginPart : byte
{
    /// <summary>There was none yet, or it is given back.</summary>
    None,

    /// <summary>The site knows us by it, as far as every signal tells, and the browser holds it.</summary>
    Alive,

    /// <summary>The browser that held it is gone; its cookies are kept, and may do in another browser.</summary>
    Kept,

    /// <summary>The site takes us for a visitor.</summary>
    Ended,
}
