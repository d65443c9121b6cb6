namespace Holdfast;

/// <summary>One way to write a secret.</summary>
/// <param name="Text">What is looked for.</param>
/// <param name="Whole">When <paramref name="Text"/> is only a beginning: what it is the beginning of.</param>
internal sealed record SecretForm(string Text, string? Whole);
