using System.Net;
using System.Net.Sockets;
using OpenQA.Selenium;

namespace Holdfast.Selenium.Tests;

public sealed class ClassificationRulesTests
{
    public static TheoryData<string, Exception, VerdictKind, LossCause?> Rows => new()
    {
        { "row 1", new UnknownErrorException("unknown error: net::ERR_CONNECTION_REFUSED"), VerdictKind.SiteFault, null },
        {
            "row 1",
            new HttpRequestException("Response status code does not indicate success: 502", null, HttpStatusCode.BadGateway),
            VerdictKind.SiteFault, null
        },
        { "row 1", new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused (site:80)"), VerdictKind.SiteFault, null },
        { "row 2", new UnhandledAlertException("unexpected alert open: {Alert text : invalid session id}"), VerdictKind.CallerFault, null },
        { "row 2", new NoSuchElementException("no such element: Unable to locate element"), VerdictKind.CallerFault, null },
        { "row 2", new StaleElementReferenceException("stale element reference: stale element not found"), VerdictKind.CallerFault, null },
        { "row 2", new NoSuchFrameException("no such frame"), VerdictKind.CallerFault, null },
        { "row 2", new JavaScriptException("javascript error: no such window, tab crashed, session deleted"), VerdictKind.CallerFault, null },
        { "row 2", new InvalidSelectorException("invalid selector"), VerdictKind.CallerFault, null },
        { "row 2", new WebDriverArgumentException("invalid argument"), VerdictKind.CallerFault, null },
        { "row 2", new WebDriverTimeoutException("Timed out after 5 seconds", new NoSuchElementException("no such element")), VerdictKind.CallerFault, null },
        { "row 3", new WebDriverException("invalid session id"), VerdictKind.Dead, LossCause.BrowserExited },
        {
            "row 3",
            new WebDriverException(
                "invalid session id: session deleted as the browser has closed the connection\n"
                + "from disconnected: Unable to receive message from renderer"),
            VerdictKind.Dead, LossCause.BrowserExited
        },
        { "row 3", new WebDriverException("Unable to find session with ID: 4711"), VerdictKind.Dead, LossCause.BrowserExited },
        { "row 3", new UnknownErrorException("Session [4711] was terminated due to BROWSER_TIMEOUT"), VerdictKind.Dead, LossCause.BrowserExited },
        { "row 3", new UnknownErrorException("Session [4711] was terminated due to TIMEOUT"), VerdictKind.Dead, LossCause.BrowserExited },
        { "row 3", new UnknownErrorException("Session [4711] was terminated due to CLIENT_STOPPED_SESSION"), VerdictKind.Dead, LossCause.BrowserExited },
        { "row 3", new UnknownErrorException("Session [4711] was terminated due to FORWARDING_TO_NODE_FAILED"), VerdictKind.Dead, LossCause.BrowserExited },
        {
            "row 3",
            new UnknownErrorException("Session [4711] not available and is not among the last 1000 terminated sessions."),
            VerdictKind.Dead, LossCause.BrowserExited
        },
        { "row 4", new WebDriverException("chrome not reachable"), VerdictKind.Dead, LossCause.BrowserExited },
        { "row 4", new WebDriverException("disconnected: not connected to DevTools"), VerdictKind.Dead, LossCause.BrowserExited },
        { "row 6", Refused(), VerdictKind.Suspected, LossCause.DriverExited },
        { "row 6", Ended(), VerdictKind.Suspected, LossCause.DriverExited },
        { "row 7", new WebDriverException("java.net.ConnectException: Connection refused"), VerdictKind.Transient, null },
        { "row 7", new UnknownErrorException("cannot forward the request Connect to 10.0.0.7:5555 failed: Connection refused"), VerdictKind.Transient, null },
        { "row 7", new WebDriverException("Unable to route (GET) /session/4711/title"), VerdictKind.Transient, null },
        { "row 8", new UnsupportedOperationException("target frame detached: received Inspector.detached event"), VerdictKind.Suspected, LossCause.TabLost },
        { "row 9", new UnsupportedOperationException("tab crashed"), VerdictKind.Dead, LossCause.TabLost },
        {
            "row 10",
            new NoSuchWindowException("no such window: target window already closed\nfrom unknown error: web view not found"),
            VerdictKind.Suspected, LossCause.TabLost
        },
        { "row 10", new WebDriverException("Response doesn't have $.Value property"), VerdictKind.Suspected, LossCause.TabLost },
        { "row 11", new InvalidOperationException("Target page, context or browser has been closed"), VerdictKind.Suspected, LossCause.TabLost },
        {
            "row 12",
            new WebDriverException(
                "The HTTP request to the remote WebDriver server for URL http://localhost/ timed out after 60 seconds.", new TaskCanceledException()),
            VerdictKind.None, null
        },
        { "row 12", new TimeoutException("The operation has timed out."), VerdictKind.None, null },
        { "row 13", new WebDriverTimeoutException("timeout: Timed out receiving message from renderer: 10.000"), VerdictKind.None, null },
        { "row 14", new WebDriverTimeoutException("script timeout"), VerdictKind.Transient, null },
        { "row 14", new WebDriverException("Execution context was destroyed"), VerdictKind.Transient, null },
        { "row 14", new UnsupportedOperationException("aborted by navigation: loader has changed while resolving nodes"), VerdictKind.Transient, null },
        {
            "row 15",
            new HttpRequestException("Response status code does not indicate success: 403", null, HttpStatusCode.Forbidden),
            VerdictKind.Suspected, LossCause.LoggedOut
        },
        { "", new InvalidOperationException("the user's own"), VerdictKind.None, null },
        { "", new ObjectDisposedException("the user's own stream"), VerdictKind.None, null },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Classify_KnownFailure_FollowsItsRow(string row, Exception exception, VerdictKind kind, LossCause? cause)
    {
        Verdict verdict = new FailureClassifier(() => false, null).Classify(exception);
        Assert.StartsWith(row.Length > 0 ? row + ":" : "", verdict.Rule, StringComparison.Ordinal);
        Assert.Equal((kind, cause), (verdict.Kind, verdict.Cause));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Classify_Wrapped_FollowsTheSameRow(string row, Exception exception, VerdictKind kind, LossCause? cause)
    {
        Verdict verdict = new FailureClassifier(() => false, null).Classify(
            new AggregateException("several", new InvalidOperationException("outer", exception)));
        Assert.StartsWith(row.Length > 0 ? row + ":" : "", verdict.Rule, StringComparison.Ordinal);
        Assert.Equal((kind, cause), (verdict.Kind, verdict.Cause));
    }

    [Fact]
    public void Classify_ConnectionLostAndDriverGone_IsTheDriversDeath()
    {
        FailureClassifier classifier = new(() => true, null);
        Assert.Equal((VerdictKind.Dead, LossCause.DriverExited), KindAndCause(classifier.Classify(Refused())));
        Assert.Equal((VerdictKind.Dead, LossCause.DriverExited), KindAndCause(classifier.Classify(Ended())));
    }

    [Fact]
    public void Classify_Override_GoesFirstAndMayDecline()
    {
        Verdict own = new(VerdictKind.SiteFault, null, "mine");
        FailureClassifier classifier = new(() => false, exception => exception.Message.Contains("maintenance", StringComparison.Ordinal) ? own : null);
        Assert.Same(own, classifier.Classify(new WebDriverException("invalid session id: maintenance")));
        Assert.Equal(VerdictKind.Dead, classifier.Classify(new WebDriverException("invalid session id")).Kind);
    }

    [Fact]
    public void Ordered_Rows_AreInTheModelsOrder() =>
        Assert.Equal(ClassificationRules.Ordered.Select(rule => rule.Row).Order(), ClassificationRules.Ordered.Select(rule => rule.Row));

    private static (VerdictKind Kind, LossCause? Cause) KindAndCause(Verdict verdict) => (verdict.Kind, verdict.Cause);

    private static WebDriverException Refused() => new(
        "An unknown exception was encountered sending an HTTP request to the remote WebDriver server for URL http://localhost/.",
        new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused", new SocketException((int)SocketError.ConnectionRefused)));

    private static WebDriverException Ended() => new(
        "An unknown exception was encountered sending an HTTP request to the remote WebDriver server for URL http://localhost/.",
        new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely."));
}
