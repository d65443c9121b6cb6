namespace Holdfast;

/// <summary>What a failed call says about the session it was made on.</summary>
public enum VerdictKind
{
    /// <summary>Nothing: ask the probes.</summary>
    None,

    /// <summary>The site failed; the session is fine.</summary>
    SiteFault,

    /// <summary>The caller asked for something impossible; the session is fine.</summary>
    CallerFault,

    /// <summary>It may work when repeated; the session is fine.</summary>
    Transient,

    /// <summary>It looks like a death, and must be confirmed within 200 ms before it counts.</summary>
    Suspected,

    /// <summary>The session is dead.</summary>
    Dead,
}
