namespace Holdfast;

/// <summary>What came of an incident.</summary>
public enum IncidentOutcome
{
    /// <summary>Recovery is under way, or the program ended before it was done.</summary>
    Open,

    /// <summary>The next generation was published.</summary>
    Recovered,

    /// <summary>Restart intensity ended the session.</summary>
    GaveUp,

    /// <summary>The generation that was being opened died too: the next incident goes on.</summary>
    DiedAgain,

    /// <summary>The owner closed the session before recovery was done.</summary>
    Closed,
}
