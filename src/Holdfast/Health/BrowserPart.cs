namespace Holdfast;

/// <summary>What there is of a session's browser.</summary>
internal enum BrowserPart : byte
{
    /// <summary>There is none, or none of any use.</summary>
    Absent,

    /// <summary>It runs and answers.</summary>
    Open,

    /// <summary>It runs, and does not answer for now.</summary>
    Silent,

    /// <summary>It runs, and has lost its tab.</summary>
    Hurt,
}
