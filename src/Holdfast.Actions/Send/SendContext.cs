namespace Holdfast.Actions;

/// <summary>What a send action may use while it plans, sends or verifies. Valid for that one call.</summary>
/// <remarks>Of requests that could have an effect (all but GET, HEAD, OPTIONS and TRACE), none is repeated on its own, whatever the method and
/// <see cref="SessionHttpOptions.IsRepeatable"/> say; only one that the site refused with 429 or for a stale CSRF token goes again.</remarks>
public sealed class SendContext : SessionContext
{
    internal SendContext(LeasedHttp calls)
        : base(calls) => calls.SendsOnce = true;
}
