namespace Holdfast.App;

/// <summary>A fault that this session cannot be hurt by.</summary>
internal sealed record NotInjectedJson(string Fault, string Reason);
