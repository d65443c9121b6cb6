using System.Diagnostics.CodeAnalysis;

namespace Holdfast.Actions;

/// <summary>An action's own work failed on a living session: not a death, not a stop, and not a failure of the ledger or the runner.</summary>
[SuppressMessage("Design", "CA1064:Exceptions should be public", Justification = "Never leaves the runner.")]
internal sealed class WorkFailedException(Exception cause) : Exception(SiteFault.Describe(cause), cause)
{
    /// <summary>True when the site, rather than the item or the action, is to blame.</summary>
    public bool IsSiteFault { get; } = SiteFault.Is(cause);

    /// <summary>True when the site could not be asked who we are.</summary>
    public bool IsUnproven { get; } = cause is LoginUnprovenException;
}
