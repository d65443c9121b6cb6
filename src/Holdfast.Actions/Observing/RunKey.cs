namespace Holdfast.Actions;

/// <summary>Which run, in which ledger, on which session.</summary>
internal sealed record RunKey(string Ledger, string Session, string Action, long RunId, long Leg);
