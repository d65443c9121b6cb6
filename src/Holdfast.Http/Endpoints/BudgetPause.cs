namespace Holdfast.Http;

/// <summary>A pause as it stands after an answer that asks for one.</summary>
/// <param name="Number">Its ordinal among the endpoint's pauses, from 1.</param>
/// <param name="IsNew">True for the first answer that asks for it.</param>
/// <param name="Age">Since it was asked for.</param>
/// <param name="Left">How much of it is left.</param>
/// <param name="Sent">Calls that were let through in the window before it; 0 when no answer in it said that we were too fast.</param>
/// <param name="Window">How long that window was.</param>
/// <param name="Pace">The pace from here on; null when none is known.</param>
internal sealed record BudgetPause(int Number, bool IsNew, TimeSpan Age, TimeSpan Left, long Sent, TimeSpan Window, Pace? Pace);
