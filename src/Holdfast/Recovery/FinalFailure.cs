namespace Holdfast;

/// <summary>That a failed step ends the opening: another attempt would end the same way, or do harm.</summary>
/// <param name="Kind">What kind of end it is.</param>
/// <param name="Why">Why, after "given up".</param>
internal sealed record FinalFailure(FinalKind Kind, string Why);
