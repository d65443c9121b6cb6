namespace Holdfast;

/// <summary>Which phase of a session may follow which. Pure.</summary>
internal static class PhaseRules
{
    /// <summary>True for what follows nothing: the session is over.</summary>
    public static bool IsOver(PhaseKind kind) => kind is PhaseKind.GivenUp or PhaseKind.Closed;

    /// <summary>Whether a session may go from one phase to another. From a phase to itself is the same phase with other particulars, such as the next
    /// attempt to open.</summary>
    public static bool Allows(PhaseKind from, PhaseKind to) => (from, to) switch
    {
        (PhaseKind.NotStarted, PhaseKind.Opening or PhaseKind.Closed) => true,
        (PhaseKind.Opening, PhaseKind.Opening or PhaseKind.Live or PhaseKind.GivenUp or PhaseKind.Closed) => true,
        (PhaseKind.Live, PhaseKind.Live or PhaseKind.Recovering or PhaseKind.GivenUp or PhaseKind.Closed) => true,
        (PhaseKind.Recovering, PhaseKind.Recovering or PhaseKind.Live or PhaseKind.GivenUp or PhaseKind.Closed) => true,
        _ => false,
    };
}
