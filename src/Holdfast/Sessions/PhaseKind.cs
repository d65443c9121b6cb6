namespace Holdfast;

/// <summary>The phases of a session.</summary>
internal enum PhaseKind : byte
{
    /// <summary>Nobody has asked for a lease yet.</summary>
    NotStarted,

    /// <summary>The first generation is being opened.</summary>
    Opening,

    /// <summary>A generation is handed out. What its gate knows of a death or a doubt comes first.</summary>
    Live,

    /// <summary>The generation that was handed out is dead, and the next one is being opened.</summary>
    Recovering,

    /// <summary>There is no session and there will be none, for a reason that the manager has found.</summary>
    GivenUp,

    /// <summary>Its owner closed it.</summary>
    Closed,
}
