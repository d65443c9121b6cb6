namespace Holdfast;

/// <summary>Where a manager's session stands.</summary>
public enum SessionState
{
    /// <summary>Nothing was opened yet.</summary>
    NotStarted,

    /// <summary>The first session is being opened.</summary>
    Opening,

    /// <summary>Alive and logged in, as far as every signal tells.</summary>
    Alive,

    /// <summary>A death is suspected: no call is admitted until it is confirmed or dismissed.</summary>
    Suspected,

    /// <summary>Browser, tab or driver does not answer. It may return to alive; when the silence lasts, it is dead.</summary>
    Unresponsive,

    /// <summary>Dead, and a new generation is being made.</summary>
    Recovering,

    /// <summary>Too many recoveries in too short a time: a human is needed.</summary>
    GivenUp,

    /// <summary>Closed by its owner.</summary>
    Closed,
}
