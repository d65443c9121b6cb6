using System.Net.Sockets;
using System.Net.WebSockets;

namespace Holdfast;

/// <summary>Judges what a hook threw. Pure.</summary>
internal static class HookFault
{
    /// <summary>The refusal in it; null when it tells of none.</summary>
    public static LoginRefusedException? RefusalIn(Exception? exception) =>
        exception is null ? null : All(exception).OfType<LoginRefusedException>().FirstOrDefault();

    /// <summary>True when it tells of a failure that may pass, and that is no refusal.</summary>
    public static bool IsPassing(Exception? exception) => exception is not null && All(exception).Any(static one => one is LoginFailedException);

    /// <summary>True when it is the hook's own: nothing in it is the driver's or HTTP's, and no time-out. Such a hook would only fail again.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="isDriverFault">Knows the driver's exceptions.</param>
    public static bool IsOwn(Exception exception, Func<Exception, bool> isDriverFault) =>
        !All(exception).Any(one => IsTransport(one) || isDriverFault(one));

    /// <summary>True when it comes from reading an answer: from a hook that has read such answers before, it says that the site answers something
    /// else now, such as a page about its maintenance.</summary>
    public static bool IsOfReading(Exception exception) =>
        All(exception).Any(static one => one is FormatException || one.Source is "System.Text.Json" or "System.Private.Xml");

    private static bool IsTransport(Exception exception) => exception switch
    {
        HttpRequestException or SocketException or WebSocketException or TimeoutException or OperationCanceledException or LoginFailedException => true,

        // A file of the program's that is missing is its own affair; a connection that broke is not.
        FileNotFoundException or DirectoryNotFoundException or DriveNotFoundException or PathTooLongException => false,
        IOException => true,
        _ => false,
    };

    private static IEnumerable<Exception> All(Exception exception) =>
    [
        exception,
        .. (exception is AggregateException many ? many.InnerExceptions : exception.InnerException is { } inner ? [inner] : [])
            .SelectMany(All),
    ];
}
