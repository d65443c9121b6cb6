using System.Text.Json;
using System.Text.Json.Nodes;

namespace Holdfast.Browsers;

/// <summary>Reads and writes a browser's cookies: every host, HttpOnly ones, any value.</summary>
internal static class BrowserCookies
{
    /// <summary>Every cookie of the browser.</summary>
    public static async Task<IReadOnlyList<SessionCookie>> ReadAsync(IDevTools browser, CancellationToken cancellationToken)
    {
        JsonElement answer = await browser.CallAsync("Storage.getCookies", null, cancellationToken).ConfigureAwait(false);
        return [.. answer.GetProperty("cookies").EnumerateArray().Select(FromJson)];
    }

    /// <summary>Sets the cookies, all that the browser takes.</summary>
    /// <exception cref="DevToolsException">The browser refused some; the message names them without their values.</exception>
    public static async Task WriteAsync(IDevTools browser, IReadOnlyList<SessionCookie> cookies, CancellationToken cancellationToken)
    {
        try
        {
            await SetAsync(browser, cookies, cancellationToken).ConfigureAwait(false);
            return;
        }
        catch (DevToolsException) when (browser.IsOpen)
        {
            // One bad cookie refuses the whole list.
        }

        List<string> refused = [];
        foreach (SessionCookie cookie in cookies)
        {
            try
            {
                await SetAsync(browser, [cookie], cancellationToken).ConfigureAwait(false);
            }
            catch (DevToolsException) when (browser.IsOpen)
            {
                refused.Add(cookie.ToString());
            }
        }

        if (refused.Count > 0)
        {
            throw new DevToolsException($"the browser refused {refused.Count} of {cookies.Count} cookies: {string.Join(", ", refused)}");
        }
    }

    /// <summary>Deletes every cookie of the browser.</summary>
    public static Task DeleteAllAsync(IDevTools browser, CancellationToken cancellationToken) =>
        browser.CallAsync("Storage.clearCookies", null, cancellationToken);

    internal static SessionCookie FromJson(JsonElement cookie)
    {
        double expires = cookie.GetProperty("expires").GetDouble();
        return new SessionCookie(
            cookie.GetProperty("name").GetString()!,
            cookie.GetProperty("value").GetString()!,
            cookie.GetProperty("domain").GetString()!,
            cookie.GetProperty("path").GetString()!,
            cookie.GetProperty("secure").GetBoolean(),
            cookie.GetProperty("httpOnly").GetBoolean(),
            expires <= 0 ? null : DateTimeOffset.UnixEpoch.AddSeconds(expires),
            cookie.TryGetProperty("sameSite", out JsonElement sameSite) ? sameSite.GetString() : null);
    }

    internal static JsonObject ToJson(SessionCookie cookie)
    {
        JsonObject json = new()
        {
            ["name"] = cookie.Name,
            ["value"] = cookie.Value,
            // With a leading dot it goes to subdomains too, without one to the host alone: the browser reads it as it writes it.
            ["domain"] = cookie.Domain,
            ["path"] = cookie.Path,
            ["secure"] = cookie.Secure,
            ["httpOnly"] = cookie.HttpOnly,
        };
        if (cookie.Expires is { } expires)
        {
            json["expires"] = (expires - DateTimeOffset.UnixEpoch).TotalSeconds;
        }

        if (cookie.SameSite is { } sameSite)
        {
            json["sameSite"] = sameSite;
        }

        return json;
    }

    private static async Task SetAsync(IDevTools browser, IEnumerable<SessionCookie> cookies, CancellationToken cancellationToken)
    {
        JsonObject parameters = new() { ["cookies"] = new JsonArray([.. cookies.Select(ToJson)]) };
        _ = await browser.CallAsync("Storage.setCookies", parameters, cancellationToken).ConfigureAwait(false);
    }
}
