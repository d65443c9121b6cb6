namespace Holdfast.EndToEnd.Tests;

/// <summary>One fault of a soak and its moment.</summary>
/// <param name="Fault">What is done.</param>
/// <param name="Items">How many items are committed after the last recovery before it is done.</param>
internal sealed record SoakStep(SoakFault Fault, int Items);
