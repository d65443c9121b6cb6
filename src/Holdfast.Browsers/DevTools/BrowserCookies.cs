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

        // One of an opaque partition belongs to a page that is gone with its browser.
        return
        [
            .. answer.GetProperty("cookies").EnumerateArray()
                .Where(static cookie => !(cookie.TryGetProperty("partitionKeyOpaque", out JsonElement opaque) && opaque.GetBoolean()))
                .Select(FromJson),
        ];
    }

    /// <summary>Sets the cookies, all that the browser takes; of more than some 180 for one domain it drops those that were set first, so those that scripts
    /// cannot read, which logins are, are set last.</summary>
    /// <exception cref="DevToolsException">The browser refused some; the message names them without their values.</exception>
    public static async Task WriteAsync(IDevTools browser, IReadOnlyList<SessionCookie> cookies, CancellationToken cancellationToken)
    {
        cookies = [.. cookies.OrderBy(static cookie => cookie.HttpOnly)];
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
            cookie.TryGetProperty("sameSite", out JsonElement sameSite) ? sameSite.GetString() : null)
        {
            Partition = cookie.TryGetProperty("partitionKey", out JsonElement partition) && partition.ValueKind == JsonValueKind.Object
                ? new CookiePartition(partition.GetProperty("topLevelSite").GetString()!, partition.GetProperty("hasCrossSiteAncestor").GetBoolean())
                : null,
            Priority = cookie.TryGetProperty("priority", out JsonElement priority) ? priority.GetString() : null,
            SourceScheme = cookie.TryGetProperty("sourceScheme", out JsonElement scheme) ? scheme.GetString() : null,
            SourcePort = cookie.TryGetProperty("sourcePort", out JsonElement port) ? port.GetInt32() : null,
        };
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

        if (cookie.Partition is { } partition)
        {
            json["partitionKey"] = new JsonObject { ["topLevelSite"] = partition.TopLevelSite, ["hasCrossSiteAncestor"] = partition.HasCrossSiteAncestor };
        }

        if (cookie.Priority is { } priority)
        {
            json["priority"] = priority;
        }

        if (cookie.SourceScheme is { } scheme)
        {
            json["sourceScheme"] = scheme;
        }

        if (cookie.SourcePort is { } port)
        {
            json["sourcePort"] = port;
        }

        return json;
    }

    private static async Task SetAsync(IDevTools browser, IEnumerable<SessionCookie> cookies, CancellationToken cancellationToken)
    {
        JsonObject parameters = new() { ["cookies"] = new JsonArray([.. cookies.Select(ToJson)]) };
        _ = await browser.CallAsync("Storage.setCookies", parameters, cancellationToken).ConfigureAwait(false);
    }
}
