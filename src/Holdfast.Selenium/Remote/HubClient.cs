using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenQA.Selenium;

namespace Holdfast.Selenium;

/// <summary>Asks the hub over connections of our own, so that no question waits for the driver's thread. Never throws. Thread safe.</summary>
internal sealed class HubClient : IDisposable
{
    private static readonly FailureClassifier s_classifier = new(() => false, null);

    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly TimeSpan _limit;

    /// <summary>A client; nothing is connected yet.</summary>
    public HubClient(Uri hub, TimeSpan limit, TimeProvider time)
    {
        UriBuilder address = new(hub) { UserName = "", Password = "", Query = "", Fragment = "" };
        address.Path = address.Path.TrimEnd('/') + "/";
        Address = address.Uri;
        _limit = limit;
        _time = time;
        _http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan, BaseAddress = Address };
        if (hub.UserInfo.Length > 0)
        {
            CallSecrets.Tell(hub.OriginalString);
            string known = Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(hub.UserInfo)));
            Authorization = _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", known);
        }
    }

    /// <summary>The hub's address, without a name or a key, ending with a slash.</summary>
    public Uri Address { get; }

    /// <summary>Who we are to the hub; null when it does not ask.</summary>
    public AuthenticationHeaderValue? Authorization { get; }

    /// <summary>Whether the hub is there. Speaks of no session.</summary>
    public async Task<HubAnswer> StatusAsync(CancellationToken cancellationToken)
    {
        HubAnswer answer = await AskAsync(HttpMethod.Get, "status", null, cancellationToken).ConfigureAwait(false);

        // Whatever it says, and be it that it is not ready for more, it was there to say it.
        return answer.IsCut ? answer : answer with { Kind = HubAnswerKind.Answered };
    }

    /// <summary>Sends a session's command, past the driver's thread but not past the queue at the other end.</summary>
    public Task<HubAnswer> AskSessionAsync(
        HttpMethod method, string session, string command, JsonObject? body, CancellationToken cancellationToken) =>
        AskAsync(method, $"session/{session}{(command.Length > 0 ? "/" : "")}{command}", body, cancellationToken);

    /// <summary>The windows of a session: asks the browser, touches no page and no dialog.</summary>
    public Task<HubAnswer> WindowsAsync(string session, CancellationToken cancellationToken) =>
        AskSessionAsync(HttpMethod.Get, session, "window/handles", null, cancellationToken);

    /// <summary>Ends a session, and makes sure.</summary>
    /// <returns>True when the hub says that it is gone.</returns>
    public async Task<bool> EndSessionAsync(string session, CancellationToken cancellationToken)
    {
        HubAnswer ended = await AskSessionAsync(HttpMethod.Delete, session, "", null, cancellationToken).ConfigureAwait(false);
        if (ended.Kind != HubAnswerKind.Answered)
        {
            return ended.Kind == HubAnswerKind.SessionGone;
        }

        HubAnswer after = await WindowsAsync(session, cancellationToken).ConfigureAwait(false);
        return after.Kind == HubAnswerKind.SessionGone;
    }

    /// <summary>Runs a question with the usual limit.</summary>
    public async Task<HubAnswer> LimitAsync(Func<CancellationToken, Task<HubAnswer>> ask, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(_limit, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        return await ask(either.Token).ConfigureAwait(false);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>What an error of WebDriver says, by the same rules as for a failed call.</summary>
    internal static HubAnswerKind KindOf(string error)
    {
        Verdict verdict = s_classifier.Classify(new WebDriverException(error));
        return verdict switch
        {
            { Kind: VerdictKind.Dead, Cause: LossCause.BrowserExited } => HubAnswerKind.SessionGone,
            { Kind: VerdictKind.Dead, Cause: LossCause.TabLost } => HubAnswerKind.TabCrashed,
            { Kind: VerdictKind.Suspected, Cause: LossCause.TabLost } => HubAnswerKind.WindowGone,
            { Kind: VerdictKind.Transient } when verdict.Rule.StartsWith("row 7:", StringComparison.Ordinal) => HubAnswerKind.NoHub,
            _ => HubAnswerKind.Refused,
        };
    }

    private async Task<HubAnswer> AskAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        long started = _time.GetTimestamp();
        try
        {
            using HttpRequestMessage request = new(method, path);

            // With its length: chromedriver takes no body that comes in chunks.
            request.Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
            using HttpResponseMessage response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            string text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            return Read(response.StatusCode, text);
        }
        catch (OperationCanceledException)
        {
            return new HubAnswer(HubAnswerKind.Silence, string.Create(
                CultureInfo.InvariantCulture, $"no answer in {_time.GetElapsedTime(started).TotalMilliseconds:0} ms"));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or ObjectDisposedException)
        {
            return new HubAnswer(HubAnswerKind.NoHub, EvidenceText.Clean(exception.Message));
        }
    }

    private static HubAnswer Read(HttpStatusCode status, string text)
    {
        string code = string.Create(CultureInfo.InvariantCulture, $"HTTP {(int)status}");
        JsonElement? value = Parse(text);
        if ((int)status < 400 && value is not null)
        {
            return new HubAnswer(HubAnswerKind.Answered, "answered", value.Value);
        }

        if (value is { ValueKind: JsonValueKind.Object } error)
        {
            string said = $"{Text(error, "error")}: {Text(error, "message")}";
            return new HubAnswer(KindOf(said), EvidenceText.Clean($"{code}, {said}"));
        }

        bool cut = status is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;
        return new HubAnswer(cut ? HubAnswerKind.NoHub : HubAnswerKind.Refused, code);
    }

    private static JsonElement? Parse(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("value", out JsonElement value)
                ? value.Clone()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Text(JsonElement error, string name) =>
        error.TryGetProperty(name, out JsonElement text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";
}
