using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Kinfolk.Site;

/// <summary>What the site says to one request; kept apart from sending it, so that a hold can come in between.</summary>
internal sealed class Answer
{
    public int Status { get; private init; } = StatusCodes.Status200OK;

    public string? ContentType { get; private init; }

    public byte[] Body { get; private init; } = [];

    public string? Location { get; private init; }

    public int? RetryAfterSeconds { get; private init; }

    public IReadOnlyList<string> SetCookies { get; init; } = [];

    /// <summary>No answer at all: the connection is dropped.</summary>
    public bool IsDrop { get; private init; }

    public static Answer Json<T>(T value, JsonTypeInfo<T> type) =>
        new() { ContentType = "application/json; charset=utf-8", Body = JsonSerializer.SerializeToUtf8Bytes(value, type) };

    public static Answer Error(int status, string error) => new()
    {
        Status = status,
        ContentType = "application/json; charset=utf-8",
        Body = JsonSerializer.SerializeToUtf8Bytes(new ApiError(error), SiteJson.Default.ApiError),
    };

    public static Answer Html(string html, int status = StatusCodes.Status200OK, params IReadOnlyList<string> setCookies) =>
        new() { Status = status, ContentType = "text/html; charset=utf-8", Body = Encoding.UTF8.GetBytes(html), SetCookies = setCookies };

    public static Answer SeeOther(string location, params IReadOnlyList<string> setCookies) =>
        new() { Status = StatusCodes.Status303SeeOther, Location = location, SetCookies = setCookies };

    public static Answer Fault(FaultRule fault) => new()
    {
        Status = fault.Status,
        IsDrop = fault.Status == 0,
        ContentType = "application/json; charset=utf-8",
        Body = JsonSerializer.SerializeToUtf8Bytes(
            new ApiError(fault.Status == StatusCodes.Status429TooManyRequests ? "throttled" : "fault"), SiteJson.Default.ApiError),
        RetryAfterSeconds = fault.RetryAfterSeconds,
    };

    public async Task SendAsync(HttpContext http)
    {
        if (IsDrop)
        {
            http.Abort();
            return;
        }

        HttpResponse response = http.Response;
        response.StatusCode = Status;
        response.ContentType = ContentType;
        response.ContentLength = Body.Length;
        response.Headers.CacheControl = "no-store";
        if (Location is not null)
        {
            response.Headers.Location = Location;
        }

        if (RetryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        foreach (string cookie in SetCookies)
        {
            response.Headers.Append("Set-Cookie", cookie);
        }

        await response.Body.WriteAsync(Body, http.RequestAborted);
    }
}
