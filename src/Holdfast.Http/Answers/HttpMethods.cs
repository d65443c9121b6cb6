namespace Holdfast.Http;

/// <summary>What a method promises (RFC 9110, section 9.2). Pure.</summary>
internal static class HttpMethods
{
    public static bool IsSafe(HttpMethod method) =>
        method == HttpMethod.Get || method == HttpMethod.Head || method == HttpMethod.Options || method == HttpMethod.Trace;

    public static bool IsIdempotent(HttpMethod method) =>
        IsSafe(method) || method == HttpMethod.Put || method == HttpMethod.Delete;
}
