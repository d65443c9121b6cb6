namespace Holdfast.Actions;

/// <summary>One thing that is to happen on the site, once.</summary>
/// <typeparam name="TEffect">What the sending needs.</typeparam>
/// <param name="Key">The idempotency key: names this one effect for ever. A key that the ledger knows is never planned a second time, in
/// no run; what was planned with it first stands. Hand it to the site if the site takes one, and look for it in
/// <see cref="SendAction{TEffect}.VerifyAsync"/>.</param>
/// <param name="Value">What the sending needs; kept in the ledger as JSON.</param>
public sealed record Effect<TEffect>(string Key, TEffect Value);
