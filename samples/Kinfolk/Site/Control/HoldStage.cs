namespace Kinfolk.Site;

/// <summary>Where a held request waits.</summary>
public enum HoldStage
{
    /// <summary>Before anything happened; a caller that gives up leaves no trace in the data.</summary>
    Arrival,

    /// <summary>After its effect, before its answer; a caller that gives up cannot know of the effect.</summary>
    Answer,
}
