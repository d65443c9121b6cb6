using System.Globalization;
using System.Net.Http.Json;
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
