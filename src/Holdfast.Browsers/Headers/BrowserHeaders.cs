using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Holdfast.Browsers;

/// <summary>
/// The headers that API calls must share with the browser, as it really sends them: the languages depend on switches, profile, locale and
/// features, so the browser is asked to send a request to a listener of ours, once, from a tab that no window shows.
/// </summary>
/// <param name="watch">The connection to the browser.</param>
/// <param name="known">What earlier browsers sent; asking costs a tab, and a new generation of the same browser sends the same.</param>
/// <param name="time">The clock.</param>
internal sealed class BrowserHeaders(SessionWatch watch, CachedHeaders known, TimeProvider time)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private (string UserAgent, string AcceptLanguage)? _read;

    /// <summary>User-Agent and Accept-Language, from memory after the first time.</summary>
    public async Task<(string UserAgent, string AcceptLanguage)> ReadAsync(CancellationToken cancellationToken)
    {
        if (_read is { } read)
        {
            return read;
        }

        // It may have been updated on disk since the last generation.
        JsonElement version = await watch.Browser.CallAsync("Browser.getVersion", null, cancellationToken).ConfigureAwait(false);
        string browser = version.GetProperty("product").GetString()!;
        if (known.Find(browser) is { } before)
        {
            _read = before;
            return before;
        }

        using CancellationTokenSource limit = new(s_patience, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            (string UserAgent, string AcceptLanguage) sent = await AskAsync(either.Token).ConfigureAwait(false);
            known.Remember(browser, sent);
            _read = sent;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // A policy or a proxy keeps the browser from our listener: what scripts are told comes close.
            _read = await FromScriptAsync(cancellationToken).ConfigureAwait(false);
        }

        return _read.Value;
    }

    private async Task<(string UserAgent, string AcceptLanguage)> AskAsync(CancellationToken cancellationToken)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        string secret = Guid.NewGuid().ToString("N");
        JsonObject page = new()
        {
            ["url"] = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/{secret}",
            ["hidden"] = true,
        };
        JsonElement created = await watch.Browser.CallAsync("Target.createTarget", page, cancellationToken).ConfigureAwait(false);
        string target = created.GetProperty("targetId").GetString()!;
        watch.Tabs.Hide(target);
        try
        {
            while (true)
            {
                using TcpClient client = await listener.AcceptTcpClientAsync(cancellationToken).ConfigureAwait(false);
                if (await ReadRequestAsync(client, secret, cancellationToken).ConfigureAwait(false) is { } headers)
                {
                    return headers;
                }
            }
        }
        finally
        {
            await CloseAsync(target).ConfigureAwait(false);
        }
    }

    private async Task<(string UserAgent, string AcceptLanguage)> FromScriptAsync(CancellationToken cancellationToken)
    {
        JsonObject page = new() { ["targetId"] = watch.Tabs.InUse, ["flatten"] = true };
        JsonElement attached = await watch.Browser.CallAsync("Target.attachToTarget", page, cancellationToken).ConfigureAwait(false);
        string session = attached.GetProperty("sessionId").GetString()!;
        JsonElement answer = await watch.Browser.CallAsync("Runtime.evaluate", ScriptQuestion(), cancellationToken, session).ConfigureAwait(false);
        _ = await watch.Browser.CallAsync("Target.detachFromTarget", new JsonObject { ["sessionId"] = session }, cancellationToken)
            .ConfigureAwait(false);
        return FromScriptAnswer(answer);
    }

    /// <summary>Asks a page what its scripts are told.</summary>
    internal static JsonObject ScriptQuestion() =>
        new() { ["expression"] = "navigator.userAgent + '\\n' + navigator.languages.join(',')", ["returnByValue"] = true };

    /// <summary>Reads the answer to <see cref="ScriptQuestion"/>.</summary>
    internal static (string UserAgent, string AcceptLanguage) FromScriptAnswer(JsonElement answer)
    {
        string[] lines = answer.GetProperty("result").GetProperty("value").GetString()!.Split('\n');
        return (lines[0], FormatLanguages(lines[1].Split(',')));
    }

    // As the browser does: the first without a weight, each further one a tenth less, never below a tenth.
    internal static string FormatLanguages(IReadOnlyList<string> languages) => string.Join(
        ',',
        languages.Select((language, i) => i == 0
            ? language
            : string.Create(CultureInfo.InvariantCulture, $"{language};q=0.{Math.Max(10 - i, 1)}")));

    private async Task CloseAsync(string target)
    {
        try
        {
            _ = await watch.Browser.CallAsync("Target.closeTarget", new JsonObject { ["targetId"] = target }, CancellationToken.None)
                .ConfigureAwait(false);
        }
        catch (DevToolsException)
        {
            // The browser is gone, and the tab with it.
        }
    }

    private static async Task<(string UserAgent, string AcceptLanguage)?> ReadRequestAsync(
        TcpClient client, string secret, CancellationToken cancellationToken)
    {
        NetworkStream stream = client.GetStream();
        using StreamReader reader = new(stream, Encoding.Latin1, leaveOpen: true);
        string? request = await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { Length: > 0 } line)
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                headers[line[..colon]] = line[(colon + 1)..].Trim();
            }
        }

        await stream.WriteAsync("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        return request?.Contains(secret, StringComparison.Ordinal) == true
            ? (headers.GetValueOrDefault("User-Agent", ""), headers.GetValueOrDefault("Accept-Language", ""))
            : null;
    }
}
