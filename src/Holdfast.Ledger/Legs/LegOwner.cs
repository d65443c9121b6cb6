namespace Holdfast.Ledger;

/// <summary>Who runs a leg.</summary>
/// <param name="Process">The process.</param>
/// <param name="Program">The program's name and version, for people; may be empty.</param>
internal sealed record LegOwner(OwnerProcess Process, string Program)
{
    /// <summary>This process.</summary>
    /// <param name="program">The program's name and version, for people; may be empty.</param>
    /// <returns>The owner to begin a leg with.</returns>
    public static LegOwner Current(string program = "") => new(OwnerProcess.Current, program);
}
