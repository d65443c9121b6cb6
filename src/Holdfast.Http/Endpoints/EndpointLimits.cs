using System.Threading.RateLimiting;

namespace Holdfast.Http;

/// <summary>What limits the calls of one name.</summary>
/// <param name="Budget">What the site allows.</param>
/// <param name="Turns">Gives out the turns of <paramref name="Budget"/>.</param>
/// <param name="Given">The user's own limit; null for none.</param>
internal sealed record EndpointLimits(EndpointBudget Budget, EndpointLimiter Turns, RateLimiter? Given);
