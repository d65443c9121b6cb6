namespace Holdfast.Ledger;

/// <summary>Which session something was learnt through. With the leg's epoch it is unique within a run.</summary>
/// <param name="Session">The session manager's number within the leg; 0 where there is only one.</param>
/// <param name="Number">The generation of that session, from 1; 0 when no session was involved.</param>
internal readonly record struct GenerationStamp(int Session, int Number);
