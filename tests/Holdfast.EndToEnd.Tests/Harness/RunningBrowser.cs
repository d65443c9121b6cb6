using System.Net.Http.Json;
using System.Text.Json;

namespace Holdfast.EndToEnd.Tests;

/// <summary>A job's driver and browser, as its registry names them.</summary>
internal sealed record RunningBrowser(int Driver, int Browser, string Profile)
{
    /// <summary>Closes every page over the browser's own debugging address, as a user who closes the last window does.</summary>
    public async Task CloseLastWindowAsync()
    {
        string port = (await File.ReadAllLinesAsync(Path.Combine(Profile, "DevToolsActivePort")))[0];
        using HttpClient http = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        foreach (JsonElement target in (await http.GetFromJsonAsync<JsonElement[]>("/json/list"))!)
        {
            if (target.GetProperty("type").GetString() == "page")
            {
                using HttpResponseMessage answer = await http.GetAsync($"/json/close/{target.GetProperty("id").GetString()}");
                answer.EnsureSuccessStatusCode();
            }
        }
    }
}
