namespace Kinfolk.Site;

/// <summary>When a login's cookie is replaced by another, which ends the one before.</summary>
public enum LoginRenewal
{
    /// <summary>Never.</summary>
    Never,

    /// <summary>The home page asks for it every 3 s.</summary>
    ByPage,

    /// <summary>Every 20th answer of the API brings it.</summary>
    ByAnswer,
}
