using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Holdfast.Browsers;

/// <summary>
/// Gives a proxy that asks the browser for a name and a password those of the environment: no argument takes them. Only questions of the proxy are
/// answered, each once; a site's own are left to the browser. Thread safe.
/// </summary>
/// <param name="proxy">The proxy.</param>
internal sealed class ProxyLogin(BrowserProxy proxy)
{
    // Questions come only of requests that are held up and let go on, so that is done to pages and to nothing else; what the page needs goes with the
    // answer that it had, which the browser keeps (measured).
    private static readonly JsonObject s_enable = new()
    {
        ["handleAuthRequests"] = true,
        ["patterns"] = new JsonArray(new JsonObject { ["urlPattern"] = "*", ["resourceType"] = "Document" }),
    };

    private readonly ConcurrentDictionary<string, byte> _given = new(StringComparer.Ordinal);
    private string? _refusal;

    /// <summary>That the proxy refused the browser, on one line; null as long as it has not.</summary>
    public string? Refusal => Volatile.Read(ref _refusal);

    /// <summary>Begins to listen to the proxy's questions, for the pages of every tab there is and will be.</summary>
    public static async Task StartAsync(DevToolsSocket browser, CancellationToken cancellationToken) =>
        _ = await browser.CallAsync("Fetch.enable", s_enable.DeepClone().AsObject(), cancellationToken).ConfigureAwait(false);

    /// <summary>Takes an event of the browser. Answers without waiting.</summary>
    public void Take(DevToolsSocket browser, string method, JsonElement parameters)
    {
        switch (method)
        {
            case "Fetch.requestPaused":
                _ = SendAsync(browser, "Fetch.continueRequest", new JsonObject { ["requestId"] = RequestOf(parameters) });
                break;
            case "Fetch.authRequired":
                JsonObject answer = AnswerTo(RequestOf(parameters), parameters.GetProperty("authChallenge"));
                _ = SendAsync(browser, "Fetch.continueWithAuth", new JsonObject { ["requestId"] = RequestOf(parameters), ["authChallengeResponse"] = answer });
                break;
            default:
                break;
        }
    }

    private static string RequestOf(JsonElement parameters) => parameters.GetProperty("requestId").GetString()!;

    private JsonObject AnswerTo(string request, JsonElement challenge)
    {
        if (!challenge.TryGetProperty("source", out JsonElement source) || source.GetString() != "Proxy")
        {
            return new() { ["response"] = "Default" };
        }

        string origin = challenge.GetProperty("origin").GetString() ?? "";
        NetworkCredential? credential = Uri.TryCreate(origin, UriKind.Absolute, out Uri? asks) ? proxy.CredentialsFor(asks) : null;
        if (credential is not null && _given.TryAdd(request, 0))
        {
            return new() { ["response"] = "ProvideCredentials", ["username"] = credential.UserName, ["password"] = credential.Password };
        }

        Volatile.Write(ref _refusal, credential is null
            ? $"The proxy {origin} wants a name and a password (HTTP 407), and none are set. Set them in the variable that names it, "
                + "as http://NAME:PASSWORD@HOST:PORT."
            : $"The proxy {origin} refuses the name and the password that it is given (HTTP 407). Check the variable that names it.");
        return new() { ["response"] = "CancelAuth" };
    }

    private static async Task SendAsync(DevToolsSocket browser, string method, JsonObject answer)
    {
        try
        {
            _ = await browser.CallAsync(method, answer, CancellationToken.None).ConfigureAwait(false);
        }
        catch (DevToolsException)
        {
            // The request was given up, or the browser is gone.
        }
    }
}
