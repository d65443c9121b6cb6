using System.Text.Json;
using System.Text.Json.Nodes;

namespace Holdfast.Browsers;

/// <summary>A way to call the browser's DevTools methods. Thread safe.</summary>
internal interface IDevTools
{
    /// <summary>False once the way is known to be closed.</summary>
    bool IsOpen { get; }

    /// <summary>Calls a method of the browser.</summary>
    /// <exception cref="DevToolsException">Refused, or the connection is lost.</exception>
    Task<JsonElement> CallAsync(string method, JsonObject? parameters, CancellationToken cancellationToken);
}
