namespace Holdfast;

/// <summary>Whether a site knows us.</summary>
public enum IdentityKind
{
    /// <summary>It could not be asked, or its answer was no answer (a time-out, a server error).</summary>
    Unknown,

    /// <summary>Logged in.</summary>
    Member,

    /// <summary>Logged out.</summary>
    Visitor,
}
