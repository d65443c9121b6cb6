using System.Net;
using System.Text.Json;

namespace Holdfast.Actions;

/// <summary>Tells a failing site from a failing item. Pure.</summary>
internal static class SiteFault
{
    /// <summary>True unless the site gave a clear answer about the item itself, such as 403 or 404.</summary>
    public static bool Is(Exception exception) => exception switch
    {
        HttpRequestException { StatusCode: { } status } => (int)status >= 500 || status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout,
        HttpRequestException or TimeoutException or OperationCanceledException or JsonException or LoginUnprovenException => true,
        _ => exception.GetType().Name == "TimeoutRejectedException",
    };

    /// <summary>The reason in one clean line.</summary>
    public static string Describe(Exception exception) => exception is HttpRequestException { StatusCode: { } status } and not AnswerRefusedException
        ? $"HTTP {(int)status} {status}"
        : EvidenceText.Clean($"{exception.GetType().Name}: {exception.Message}");
}
