using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Holdfast.Browsers;

/// <summary>Source-generated JSON for DevTools messages.</summary>
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class DevToolsJson : JsonSerializerContext;
