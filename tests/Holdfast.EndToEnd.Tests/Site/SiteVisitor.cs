using System.Globalization;
using System.Text.RegularExpressions;

namespace Holdfast.EndToEnd.Tests.Site;

/// <summary>A browser's stand-in: keeps cookies exactly as the site wrote them and follows nothing.</summary>
internal sealed partial class SiteVisitor(string url) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
    {
        BaseAddress = new Uri(url),
    };

    public Dictionary<string, string> Cookies { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Headers { get; } = new(StringComparer.Ordinal);

    public Task<SiteReply> GetAsync(string target) => SendAsync(HttpMethod.Get, target, null);

    public Task<SiteReply> PostAsync(string target, string json, string? token = null) =>
        SendAsync(HttpMethod.Post, target, new StringContent(json, null, "application/json"), token);

    public async Task<SiteReply> LoginAsync(string password = "kin-pass-01", string? formToken = null)
    {
        SiteReply form = await GetAsync("/login");
        Dictionary<string, string> fields = new()
        {
            ["csrf"] = formToken ?? FormToken().Match(form.Body).Groups[1].Value,
            ["username"] = "mary",
            ["password"] = password,
        };
        return await SendAsync(HttpMethod.Post, "/login", new FormUrlEncodedContent(fields));
    }

    public async Task<string> TokenAsync() => (await GetAsync("/api/csrf")).Json.GetProperty("token").GetString()!;

    public void Dispose() => _http.Dispose();

    private async Task<SiteReply> SendAsync(HttpMethod method, string target, HttpContent? content, string? token = null)
    {
        using HttpRequestMessage request = new(method, target) { Content = content };
        foreach ((string name, string value) in Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (token is not null)
        {
            request.Headers.Add("X-CSRF-Token", token);
        }

        if (Cookies.Count > 0)
        {
            request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", Cookies.Select(c => c.Key + "=" + c.Value)));
        }

        using HttpResponseMessage response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        Keep(response);
        return new SiteReply(
            (int)response.StatusCode,
            response.Headers.Location?.ToString(),
            response.Headers.TryGetValues("X-Member", out IEnumerable<string>? member) ? member.Single() : null,
            response.Headers.RetryAfter?.Delta?.TotalSeconds.ToString(CultureInfo.InvariantCulture),
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private void Keep(HttpResponseMessage response)
    {
        foreach (string line in response.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? lines) ? lines : [])
        {
            string pair = line.Split("; ")[0];
            int at = pair.IndexOf('=', StringComparison.Ordinal);
            if (line.Contains("Max-Age=0", StringComparison.Ordinal))
            {
                Cookies.Remove(pair[..at]);
            }
            else
            {
                Cookies[pair[..at]] = pair[(at + 1)..];
            }
        }
    }

    [GeneratedRegex("""name="csrf" value="([^"]*)""")]
    private static partial Regex FormToken();
}
