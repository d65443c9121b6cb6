namespace Holdfast.Selenium;

/// <summary>Where a session's BiDi connection is reached from here.</summary>
internal static class BiDiAddress
{
    /// <summary>
    /// The driver names itself, and may stand behind a hub or a proxy that alone can be reached: host, port and encryption are the hub's, the path
    /// is the driver's.
    /// </summary>
    /// <param name="offered">The capability <c>webSocketUrl</c>.</param>
    /// <param name="hub">The hub's address.</param>
    /// <returns>Null when none was offered.</returns>
    public static Uri? Find(object? offered, Uri hub) =>
        offered is string text && Uri.TryCreate(text, UriKind.Absolute, out Uri? named)
            ? new UriBuilder(named) { Scheme = hub.Scheme == Uri.UriSchemeHttps ? "wss" : "ws", Host = hub.Host, Port = hub.Port }.Uri
            : null;
}
