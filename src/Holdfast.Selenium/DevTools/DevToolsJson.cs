using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Holdfast.Selenium;

/// <summary>Source-generated JSON for DevTools messages.</summary>
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class DevToolsJson : JsonSerializerContext;
