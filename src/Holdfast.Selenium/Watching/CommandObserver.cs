using System.Text.Json;
using OpenQA.Selenium.Remote;

namespace Holdfast.Selenium;

/// <summary>Sees each WebDriver command as it is sent: which tab is used from now on, and whether the job itself ends the session.</summary>
/// <param name="tabs">Told of the tab in use.</param>
/// <param name="quit">Called when the job's own code quits the driver.</param>
internal sealed class CommandObserver(TabTracker tabs, Action quit)
{
    /// <summary>Handles the executor's event.</summary>
    public void OnSending(object? sender, SendingRemoteHttpRequestEventArgs request)
    {
        string path = new Uri(request.FullUrl).AbsolutePath;
        if (request.Method == "POST" && path.EndsWith("/window", StringComparison.Ordinal))
        {
            if (Handle(request.RequestBody) is { } handle)
            {
                tabs.Use(handle);
            }
        }
        else if (request.Method == "DELETE" && path.Split('/', StringSplitOptions.RemoveEmptyEntries) is ["session", _])
        {
            quit();
        }
    }

    private static string? Handle(string? body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body ?? "");
            return document.RootElement.TryGetProperty("handle", out JsonElement handle) ? handle.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
