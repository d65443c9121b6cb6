using System.Text.Json.Serialization;

namespace Holdfast.Actions;

/// <summary>Writes and reads the owner's note without reflection.</summary>
[JsonSerializable(typeof(RunLockOwner))]
internal sealed partial class RunLockOwnerJson : JsonSerializerContext;
