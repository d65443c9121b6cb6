using System.Net;

namespace Holdfast.Http;

/// <summary>An answer was not taken: it came from, or leads to, where the member's data are not. The message says which and what to do.</summary>
/// <remarks>It is neither a failure of the site nor a verdict about the login.</remarks>
public sealed class AnswerRefusedException : HttpRequestException
{
    internal AnswerRefusedException(string message, HttpStatusCode status)
        : base(message, inner: null, status)
    {
    }
}
