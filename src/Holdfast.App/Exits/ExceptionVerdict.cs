using System.Net.Sockets;
using Holdfast.Actions;
using Microsoft.Extensions.Options;

namespace Holdfast.App;

/// <summary>Maps what was thrown to an exit code and one line that says what happened, to what, what it means and what to do.</summary>
internal static class ExceptionVerdict
{
    /// <summary>Decides. Pure.</summary>
    /// <param name="exception">What was thrown; wrappers are looked through.</param>
    /// <param name="logPath">Where the details are, for errors nobody had foreseen; null when nothing was logged.</param>
    public static Verdict From(Exception exception, string? logPath)
    {
        foreach (Exception inner in Chain(exception))
        {
            if (Known(inner) is { } verdict)
            {
                return verdict;
            }
        }

        string details = logPath is null ? "" : $" Details: {logPath}";
        return new(
            ExitCode.UnexpectedError,
            $"unexpected error, {exception.GetType().Name}: {EvidenceText.WithoutSecrets(exception.Message).TrimEnd('.')}. "
            + $"This is a bug; nothing committed is lost.{details}");
    }

    private static Verdict? Known(Exception exception) => exception switch
    {
        UsageException => new(ExitCode.Usage, exception.Message),
        ConfigurationException => new(ExitCode.BadConfiguration, exception.Message),
        OptionsValidationException options => new(ExitCode.BadConfiguration, $"bad configuration: {string.Join(" ", options.Failures)}"),
        JsonTypeException => new(ExitCode.BadConfiguration, $"{exception.Message}."),
        RunLockedException => new(ExitCode.Locked, exception.Message),
        EpochFencedException => new(ExitCode.Locked, exception.Message),
        RecordSinkException => new(ExitCode.UnexpectedError, exception.Message),
        LedgerException ledger => new(LedgerCode(ledger.Fault), ledger.Message),
        SessionSetupException setup => new(SetupCode(setup.Fault), setup.Message),
        SessionUnavailableException { GaveUp: true, IsLoginRefused: true } or SessionUnavailableException { GaveUp: true, IsHookFault: true } =>
            new(ExitCode.LoginFailed, exception.Message),
        SessionUnavailableException { GaveUp: true } given => SessionSetup(given) ?? new(ExitCode.SessionGivenUp, given.Message),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError } or SocketException => new(
            ExitCode.SiteUnreachable,
            $"the site cannot be reached: {EvidenceText.WithoutSecrets(exception.Message).TrimEnd('.')}. Check the network, then run the same command again."),
        IOException { HResult: DiskFullOnUnix or DiskFullOnWindows or HandleDiskFullOnWindows } => new(
            ExitCode.DiskFull, $"{exception.Message.TrimEnd('.')}. Free some space, then run the same command again."),
        _ => null,
    };

    private static int LedgerCode(LedgerFault fault) => fault switch
    {
        LedgerFault.NewerSchema => ExitCode.LedgerTooNew,
        LedgerFault.DiskFull => ExitCode.DiskFull,
        LedgerFault.Busy => ExitCode.Locked,
        LedgerFault.OtherSite => ExitCode.BadConfiguration,
        _ => ExitCode.LedgerUnusable,
    };

    private static int SetupCode(SessionSetupFault fault) => fault switch
    {
        SessionSetupFault.ProfileInUse => ExitCode.ProfileInUse,
        SessionSetupFault.ProxyRefuses => ExitCode.ProxyRefuses,
        _ => ExitCode.BrowserNotFound,
    };

    // Giving up is how a missing browser shows when each attempt fails for the same reason.
    private static Verdict? SessionSetup(SessionUnavailableException given) =>
        Chain(given).OfType<SessionSetupException>().FirstOrDefault() is { } setup ? new(SetupCode(setup.Fault), setup.Message) : null;

    private static IEnumerable<Exception> Chain(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            yield return exception;
        }
    }

    private const int DiskFullOnUnix = 28; // ENOSPC, as .NET reports it
    private const int DiskFullOnWindows = unchecked((int)0x80070070);
    private const int HandleDiskFullOnWindows = unchecked((int)0x80070027);
}
