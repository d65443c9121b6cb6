namespace Holdfast.EndToEnd.Tests;

/// <summary>What dies by <c>kill -9</c>.</summary>
internal enum Victim
{
    Browser,
    Driver,
    Job,
}
