using System.Text.Json.Serialization;

namespace Holdfast.Ledger.Sqlite;

/// <summary>Writes and reads the owner's note without reflection.</summary>
[JsonSerializable(typeof(RunLockOwner))]
internal sealed partial class RunLockOwnerJson : JsonSerializerContext;
