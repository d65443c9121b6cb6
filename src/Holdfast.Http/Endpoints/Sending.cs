namespace Holdfast.Http;

/// <summary>A call on the wire.</summary>
/// <param name="Endpoint">Where it goes.</param>
/// <param name="At">When it was sent, since the throttle began.</param>
internal readonly record struct Sending(Endpoint Endpoint, TimeSpan At);
