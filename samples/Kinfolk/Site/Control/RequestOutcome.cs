namespace Kinfolk.Site;

/// <summary>How a request ended.</summary>
public enum RequestOutcome
{
    /// <summary>It has not ended.</summary>
    Pending,

    /// <summary>It got its answer.</summary>
    Completed,

    /// <summary>The caller went away before the answer, or the site dropped the connection.</summary>
    Aborted,
}
