using System.Globalization;
using System.Text.Json;

namespace Holdfast.Browsers;

/// <summary>Finds the address of a browser's DevTools endpoint.</summary>
internal static class DevToolsEndpoint
{
    /// <summary>
    /// Reads the address from the file that the browser writes into its profile, which costs no request; if it does not belong to
    /// <paramref name="debuggerAddress"/>, asks the browser.
    /// </summary>
    /// <param name="profile">The profile folder.</param>
    /// <param name="debuggerAddress">Host and port, as the driver names them.</param>
    /// <param name="http">A client without a proxy.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public static async Task<Uri> FindAsync(
        string profile, string debuggerAddress, HttpClient http, CancellationToken cancellationToken)
    {
        string port = debuggerAddress[(debuggerAddress.LastIndexOf(':') + 1)..];
        string file = Path.Combine(profile, "DevToolsActivePort");
        if (File.Exists(file))
        {
            string[] lines = await File.ReadAllLinesAsync(file, cancellationToken).ConfigureAwait(false);
            if (lines.Length >= 2 && lines[0].Trim() == port)
            {
                return new Uri(string.Create(CultureInfo.InvariantCulture, $"ws://127.0.0.1:{port}{lines[1].Trim()}"));
            }
        }

        string answer = await http.GetStringAsync(new Uri($"http://{debuggerAddress}/json/version"), cancellationToken).ConfigureAwait(false);
        using JsonDocument document = JsonDocument.Parse(answer);
        return new Uri(document.RootElement.GetProperty("webSocketDebuggerUrl").GetString()!);
    }
}
