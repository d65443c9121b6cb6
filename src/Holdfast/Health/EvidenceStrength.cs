namespace Holdfast;

/// <summary>How far evidence can be trusted to name the cause of a death. Stronger evidence may rename a cause for 200 ms.</summary>
public enum EvidenceStrength
{
    /// <summary>Read from the failure of a call: the death is sure, its cause is a guess.</summary>
    Inferred,

    /// <summary>A connection closed: something at the other end is gone.</summary>
    Connection,

    /// <summary>The operating system says that the process exited.</summary>
    Process,

    /// <summary>The browser or the site said what happened.</summary>
    Explicit,
}
