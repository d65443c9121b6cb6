using System.Net.Sockets;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace Holdfast.App.Tests;

public sealed class ExceptionVerdictTests
{
    public static TheoryData<int, Exception> Known => new()
    {
        { ExitCode.Usage, new UsageException("m") },
        { ExitCode.BadConfiguration, new ConfigurationException("m") },
        { ExitCode.BadConfiguration, new OptionsValidationException("SessionOptions", typeof(object), ["m"]) },
        { ExitCode.Locked, new RunLockedException("gather", "/x.lock", null) },
        { ExitCode.Locked, new EpochFencedException(1, 2, 3) },
        { ExitCode.Locked, new LedgerException(LedgerFault.Busy, "/x", "m") },
        { ExitCode.LedgerTooNew, new LedgerException(LedgerFault.NewerSchema, "/x", "m") },
        { ExitCode.DiskFull, new LedgerException(LedgerFault.DiskFull, "/x", "m") },
        { ExitCode.LedgerUnusable, new LedgerException(LedgerFault.Corrupt, "/x", "m") },
        { ExitCode.LedgerUnusable, new LedgerException(LedgerFault.NotALedger, "/x", "m") },
        { ExitCode.LedgerUnusable, new LedgerException(LedgerFault.ReadOnly, "/x", "m") },
        { ExitCode.LedgerUnusable, new LedgerException(LedgerFault.NotFound, "/x", "m") },
        { ExitCode.LedgerUnusable, new LedgerException(LedgerFault.Other, "/x", "m") },
        { ExitCode.BrowserNotFound, new SessionSetupException("m") },
        { ExitCode.BrowserNotFound, Unavailable(gaveUp: true, new SessionSetupException("m")) },
        { ExitCode.ProfileInUse, Unavailable(gaveUp: true, new SessionSetupException("m") { Fault = SessionSetupFault.ProfileInUse }) },
        { ExitCode.ProxyRefuses, Unavailable(gaveUp: true, new SessionSetupException("m") { Fault = SessionSetupFault.ProxyRefuses }) },
        { ExitCode.SessionGivenUp, Unavailable(gaveUp: true, new TimeoutException()) },
        { ExitCode.UnexpectedError, new RecordSinkException("tables", "m", new SocketException((int)SocketError.ConnectionRefused)) },
        { ExitCode.SiteUnreachable, new HttpRequestException(HttpRequestError.NameResolutionError, "m") },
        { ExitCode.SiteUnreachable, new SocketException((int)SocketError.ConnectionRefused) },
        { ExitCode.DiskFull, new IOException("No space left on device", 28) },
        { ExitCode.UnexpectedError, new IOException("something else", 5) },
        { ExitCode.UnexpectedError, Unavailable(gaveUp: false, null) },
        { ExitCode.UnexpectedError, new InvalidOperationException("m") },
        { ExitCode.UnexpectedError, new HttpRequestException("m", null, System.Net.HttpStatusCode.BadGateway) },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void From_EachException_EvenWrapped(int code, Exception exception)
    {
        Assert.Equal(code, ExceptionVerdict.From(exception, null).Code);
        Assert.Equal(code, ExceptionVerdict.From(new AggregateException(exception), null).Code);
    }

    [Fact]
    public void From_Bug_NamesTypeMessageAndLog() => Assert.Equal(
        "unexpected error, InvalidOperationException: it broke. This is a bug; nothing committed is lost. Details: /x.log",
        ExceptionVerdict.From(new InvalidOperationException("it broke."), "/x.log").Message);

    [Fact]
    public void From_BugOfASink_SaysWhatTheSinkDid() =>
        Assert.Equal("Sink 'tables' failed", ExceptionVerdict.From(new RecordSinkException("tables", "Sink 'tables' failed"), "/x.log").Message);

    // Only the manager makes it.
    private static SessionUnavailableException Unavailable(bool gaveUp, Exception? inner) => (SessionUnavailableException)Activator.CreateInstance(
        typeof(SessionUnavailableException), BindingFlags.Instance | BindingFlags.NonPublic, null, ["given up", gaveUp, inner], null)!;
}
