using System.Net.Sockets;
using OpenQA.Selenium;

namespace Holdfast.Selenium;

/// <summary>
/// What a failed call says about the session: the first row that matches decides. Types before texts, because a page can put any text into an
/// exception; <c>net::</c> before everything, because the same type means a dead session elsewhere.
/// </summary>
internal static class ClassificationRules
{
    /// <summary>The rules, in order.</summary>
    public static IReadOnlyList<ClassificationRule> Ordered { get; } =
    [
        new(1, "the site cannot be reached", IsSiteFault, VerdictKind.SiteFault),
        new(2, "the caller asked for what is not there", IsCallerFault, VerdictKind.CallerFault),
        new(3, "invalid session id", IsSessionGone, VerdictKind.Dead, LossCause.BrowserExited),
        new(4, "the browser cannot be reached",
            facts => facts.Says("chrome not reachable", "not connected to DevTools", "Failed to decode response from marionette"),
            VerdictKind.Dead, LossCause.BrowserExited),
        new(5, "the driver was disposed of", IsDisposed, VerdictKind.Dead, LossCause.ClosedByUs),
        new(6, "the driver is gone", facts => IsConnectionLost(facts) && facts.IsDriverGone, VerdictKind.Dead, LossCause.DriverExited),
        // A call hears of a killed driver about 2 ms before the kernel reports its exit: wait for that before calling it a hiccup.
        new(6, "one connection to the driver failed", IsConnectionLost, VerdictKind.Suspected, LossCause.DriverExited),
        new(7, "the hub could not forward the call",
            facts => facts.Says("java.net.ConnectException", "cannot forward the request", "Unable to route"), VerdictKind.Transient),
        new(8, "target frame detached", facts => facts.Says("target frame detached"), VerdictKind.Suspected, LossCause.TabLost),
        new(9, "the tab crashed", facts => facts.Says("tab crashed", "Target crashed", "Page crashed"), VerdictKind.Dead, LossCause.TabLost),
        new(10, "no such window", IsWindowGone, VerdictKind.Suspected, LossCause.TabLost),
        new(11, "the target was closed",
            facts => facts.Says("Target page, context or browser has been closed"), VerdictKind.Suspected, LossCause.TabLost),
        new(12, "the call timed out", IsTimeout, VerdictKind.None),
        new(13, "the page did not load in time",
            facts => facts.Says("Timed out receiving message from renderer") && facts.IsNavigation, VerdictKind.SiteFault),
        new(13, "the page does not answer", facts => facts.Says("Timed out receiving message from renderer"), VerdictKind.None),
        new(14, "the script was interrupted",
            facts => facts.Says("script timeout", "Execution context was destroyed", "aborted by navigation"), VerdictKind.Transient),
        new(15, "the site refuses us", facts => facts.HasSiteStatus(status => status is 401 or 403), VerdictKind.Suspected, LossCause.LoggedOut),
    ];

    private static bool IsSiteFault(FailureFacts facts) =>
        facts.Says("net::ERR_", "about:neterror")
            || facts.HasSiteStatus(status => status >= 500)
            || (!facts.IsFromSelenium && facts.Is<HttpRequestException>(one => one.StatusCode is null));

    private static bool IsCallerFault(FailureFacts facts) =>
        facts.Is<NotFoundException>(one => one is not (NoSuchWindowException or NoSuchDriverException))
            || facts.Is<UnhandledAlertException>()
            || facts.Is<StaleElementReferenceException>()
            || facts.Is<JavaScriptException>()
            || facts.Is<InvalidElementStateException>()
            || facts.Is<InvalidSelectorException>()
            || facts.Is<WebDriverArgumentException>()
            || facts.Is<MoveTargetOutOfBoundsException>()
            || facts.Is<DetachedShadowRootException>();

    private static bool IsSessionGone(FailureFacts facts) => facts.Says(
        "invalid session id",
        "session deleted",
        "Unable to find session with ID",
        "was terminated due to",
        "is not among the last",
        "without establishing a connection",
        "session is either terminated");

    // A disposed object of the job's own is the job's affair: only Selenium's count.
    private static bool IsDisposed(FailureFacts facts) => facts.Is<ObjectDisposedException>(
        one => one.StackTrace?.Contains("OpenQA.Selenium", StringComparison.Ordinal) == true);

    // A time-out aborts its own connection, and so holds a socket's exception too: only what the other end did counts.
    private static bool IsConnectionLost(FailureFacts facts) =>
        facts.IsFromSelenium
            && (facts.Is<SocketException>(one => one.SocketErrorCode is SocketError.ConnectionRefused or SocketError.ConnectionReset)
                || facts.Is<HttpRequestException>(
                    one => one.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.ResponseEnded));

    private static bool IsWindowGone(FailureFacts facts) =>
        facts.Is<NoSuchWindowException>() || facts.Says("no such window", "web view not found", "doesn't have $.Value property");

    private static bool IsTimeout(FailureFacts facts) =>
        facts.Is<TimeoutException>()
            || facts.Is<OperationCanceledException>()
            || facts.Says("timed out after");
}
