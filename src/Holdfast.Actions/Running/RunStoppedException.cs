using System.Diagnostics.CodeAnalysis;

namespace Holdfast.Actions;

/// <summary>Ends a leg early with a reason that is not a bug. Never leaves the runner.</summary>
[SuppressMessage("Design", "CA1064:Exceptions should be public", Justification = "Callers see a RunReport.")]
internal sealed class RunStoppedException(RunEnd end, string reason, Exception? inner = null) : Exception(reason, inner)
{
    public RunEnd End { get; } = end;

    /// <summary>True when only the list cannot be read on: what is planned is still fetched.</summary>
    public bool EndsListOnly { get; init; } = end == RunEnd.ListingIncomplete;

    /// <summary>What an exception means for the run; null when it means a bug.</summary>
    public static RunStoppedException? From(Exception exception) => exception switch
    {
        RunStoppedException stopped => stopped,
        SessionSetupException setup => new(EndOf(setup.Fault), setup.Message, exception),
        SessionUnavailableException { GaveUp: true } when SetupIn(exception) is { } setup => new(EndOf(setup.Fault), setup.Message, exception),
        SessionUnavailableException { GaveUp: true, IsSiteDown: true } => new(RunEnd.SiteUnreachable, exception.Message, exception),
        SessionUnavailableException { GaveUp: true, IsLoginRefused: true } => new(RunEnd.LoginRefused, exception.Message, exception),
        SessionUnavailableException { GaveUp: true, IsHookFault: true } => new(RunEnd.HookFailed, exception.Message, exception),
        SessionUnavailableException { GaveUp: true } => new(RunEnd.GaveUp, exception.Message, exception),
        EpochFencedException => new(RunEnd.Fenced, exception.Message, exception),
        LedgerException { Fault: LedgerFault.DiskFull } => new(RunEnd.DiskFull, exception.Message, exception),
        _ => null,
    };

    private static RunEnd EndOf(SessionSetupFault fault) => fault switch
    {
        SessionSetupFault.ProfileInUse => RunEnd.ProfileInUse,
        SessionSetupFault.ProxyRefuses => RunEnd.ProxyRefuses,
        _ => RunEnd.SetupMissing,
    };

    private static SessionSetupException? SetupIn(Exception? exception)
    {
        while (exception is not (null or SessionSetupException))
        {
            exception = exception.InnerException;
        }

        return exception as SessionSetupException;
    }
}
