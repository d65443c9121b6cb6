namespace Holdfast.App;

/// <summary>What a signal asks for.</summary>
internal enum StopDecision
{
    /// <summary>Nothing more than was asked before.</summary>
    Nothing,

    /// <summary>Begin nothing new, commit what is in flight, end.</summary>
    Stop,

    /// <summary>End without waiting.</summary>
    EndAtOnce,
}
