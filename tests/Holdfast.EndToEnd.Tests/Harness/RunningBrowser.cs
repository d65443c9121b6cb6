using System.Globalization;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Holdfast.EndToEnd.Tests;

/// <summary>A job's driver and browser, as its registry names them.</summary>
internal sealed record RunningBrowser(int Driver, int Browser, string Profile)
{
    /// <summary>The browser's own processes of one type, such as <c>gpu-process</c> and <c>renderer</c>, found among its descendants.</summary>
    public IReadOnlyList<int> Children(string type)
    {
        Dictionary<int, int> parents = [];
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), out int pid) && Read(pid, "stat") is { } stat)
            {
                // proc(5): the name is in parentheses; the parent is the second field after it.
                parents[pid] = int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
            }
        }

        return [.. parents.Keys.Where(pid => IsOurs(pid) && Read(pid, "cmdline")?.Contains($"--type={type}", StringComparison.Ordinal) == true)];

        bool IsOurs(int pid)
        {
            while (parents.TryGetValue(pid, out int parent))
            {
                if (parent == Browser)
                {
                    return true;
                }

                pid = parent;
            }

            return false;
        }
    }

    /// <summary>Closes every page over the browser's own debugging address, as a user who closes the last window does.</summary>
    public async Task CloseLastWindowAsync()
    {
        using HttpClient http = await ConnectAsync();
        foreach (JsonElement page in await PagesAsync(http))
        {
            await CloseAsync(http, page);
        }
    }

    /// <summary>Closes the tabs that are there, and leaves a new one.</summary>
    public async Task CloseTabAsync()
    {
        using HttpClient http = await ConnectAsync();
        IReadOnlyList<JsonElement> pages = await PagesAsync(http);
        using HttpResponseMessage answer = await http.PutAsync("/json/new?about:blank", null);
        answer.EnsureSuccessStatusCode();
        foreach (JsonElement page in pages)
        {
            await CloseAsync(http, page);
        }
    }

    /// <summary>Sends one command to each tab.</summary>
    /// <param name="command">The command of the debugging protocol, as JSON.</param>
    public async Task SendToTabsAsync(string command)
    {
        using HttpClient http = await ConnectAsync();
        foreach (JsonElement page in await PagesAsync(http))
        {
            using ClientWebSocket socket = new();
            await socket.ConnectAsync(new Uri(page.GetProperty("webSocketDebuggerUrl").GetString()!), CancellationToken.None);
            await socket.SendAsync(Encoding.UTF8.GetBytes(command), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            await HeardAsync(socket);
        }
    }

    /// <summary>Waits for the answer, or for the news that the tab crashed: what is closed at once may never have reached the tab.</summary>
    private static async Task HeardAsync(ClientWebSocket socket)
    {
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(5), TimeProvider.System);
        try
        {
            await socket.ReceiveAsync(new byte[4096], deadline.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            // A tab that hung already, or a browser that is gone.
        }
    }

    private static async Task<IReadOnlyList<JsonElement>> PagesAsync(HttpClient http) =>
    [
        .. (await http.GetFromJsonAsync<JsonElement[]>("/json/list"))!.Where(target => target.GetProperty("type").GetString() == "page"),
    ];

    private static async Task CloseAsync(HttpClient http, JsonElement page)
    {
        using HttpResponseMessage answer = await http.GetAsync($"/json/close/{page.GetProperty("id").GetString()}");
        answer.EnsureSuccessStatusCode();
    }

    private async Task<HttpClient> ConnectAsync()
    {
        string port = (await File.ReadAllLinesAsync(Path.Combine(Profile, "DevToolsActivePort")))[0];
        return new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    private static string? Read(int pid, string file)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/{file}"));
        }
        catch (IOException)
        {
            // It ended while it was read.
            return null;
        }
    }
}
