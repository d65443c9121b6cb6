using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Holdfast;
using Holdfast.Http;

namespace MediaWiki;

/// <summary>Questions to a wiki's action API, and the signs by which its answers are judged.</summary>
internal static class WikiApi
{
    /// <summary>The header in which the wiki repeats the code of an error; the status is 200.</summary>
    private const string ErrorHeader = "MediaWiki-API-Error";

    /// <summary>With this parameter the wiki refuses the question unless we are logged in, so that each good answer proves the login.</summary>
    private const string Assertion = "assert=user";

    private const string Question = "?action=query&";

    private const string Format = "format=json&formatversion=2";

    /// <summary>What an answer says of who asked: each question asks that too; other answers only assert that it was a member.</summary>
    public static Proof ProvesIdentity(ApiAnswer answer)
    {
        if (answer is not { IsSuccess: true, MediaType: "application/json" }
            || !answer.Uri.Query.Contains(Assertion, StringComparison.Ordinal)
            || ErrorOf(answer) is not null)
        {
            return Proof.None;
        }

        using JsonDocument body = JsonDocument.Parse(answer.Text);
        return body.RootElement.TryGetProperty("query", out JsonElement query)
            && query.TryGetProperty("userinfo", out JsonElement user)
            && user.TryGetProperty("name", out JsonElement name)
            && name.GetString() is { Length: > 0 } member
            ? Proof.Of(member)
            : Proof.Nameless;
    }

    /// <summary>True for an answer that a visitor gets.</summary>
    public static bool LooksLoggedOut(ApiAnswer answer) => IsLoggedOut(ErrorOf(answer));

    /// <summary>True when the wiki is busy, or we are too fast.</summary>
    public static bool AsksForPause(ApiAnswer answer) => ErrorOf(answer) is "maxlag" or "ratelimited";

    /// <summary>True for a question. Most are posted, and may be asked twice all the same.</summary>
    public static bool IsQuestion(HttpRequestMessage request) =>
        request.RequestUri!.Query.StartsWith(Question, StringComparison.Ordinal);

    public static bool IsLoggedOut(string? code) => code is "readapidenied" or "assertuserfailed" or "assertnameduserfailed";

    /// <summary>Asks as a member.</summary>
    /// <param name="http">Calls that ride on the login.</param>
    /// <param name="question">The parameters.</param>
    /// <param name="more">The <c>continue</c> object of the answer before, to be asked on with; null at first.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <exception cref="WikiException">The wiki refused.</exception>
    /// <exception cref="HttpRequestException">The wiki failed, or had no time for us.</exception>
    public static async Task<WikiAnswer> AskAsync(
        HttpClient http, IReadOnlyDictionary<string, string> question, JsonElement? more, CancellationToken cancellationToken)
    {
        // Who asks is asked along with everything else, so that each answer names whom it was given to.
        string meta = question.TryGetValue("meta", out string? asked) ? $"{asked}|userinfo" : "userinfo";
        Dictionary<string, string> form = new(question) { ["maxlag"] = "5", ["meta"] = meta };
        foreach (JsonProperty property in more?.EnumerateObject() ?? default)
        {
            form[property.Name] = property.Value.ToString();
        }

        // Posted, because fifty pages can make a long address.
        using FormUrlEncodedContent content = new(form);
        using HttpResponseMessage response = await http.PostAsync(
            $"api.php{Question}{Format}&{Assertion}", content, cancellationToken);
        return await ReadAsync(response, cancellationToken);
    }

    /// <summary>Changes something, as a member.</summary>
    /// <param name="http">Calls that ride on the login.</param>
    /// <param name="action">The module, such as <c>edit</c>.</param>
    /// <param name="change">Its parameters, without the token.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="WikiException">The wiki refused.</exception>
    /// <exception cref="HttpRequestException">The wiki failed, had no time for us, or did not take the token.</exception>
    public static async Task<WikiAnswer> ChangeAsync(
        HttpClient http, string action, IReadOnlyDictionary<string, string> change, CancellationToken cancellationToken)
    {
        // The wiki wants its token in the form, not in a header; asked for each time, it is never an old one.
        WikiAnswer tokens = await AskAsync(http, new Dictionary<string, string> { ["meta"] = "tokens" }, null, cancellationToken);
        Dictionary<string, string> form = new(change) { ["maxlag"] = "5", ["token"] = tokens.Query!.Tokens!.CsrfToken };
        using FormUrlEncodedContent content = new(form);
        using HttpResponseMessage response = await http.PostAsync($"api.php?action={action}&{Format}&{Assertion}", content, cancellationToken);
        return await ReadAsync(response, cancellationToken);
    }

    /// <summary>Asks who we are, which a visitor may ask too.</summary>
    public static async Task<Identity> WhoAmIAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage response = await http.GetAsync(
                $"api.php{Question}{Format}&meta=userinfo", cancellationToken);
            return (await ReadAsync(response, cancellationToken)).Query?.UserInfo switch
            {
                { Anon: false, Temp: false } account => Identity.Member(account.Name),
                { } => Identity.Visitor("anonymous"),
                null => Identity.Unknown("the wiki named no user"),
            };
        }
        catch (WikiException refused)
        {
            // A private wiki does not even tell visitors that they are visitors.
            return IsLoggedOut(refused.Code) ? Identity.Visitor(refused.Code) : Identity.Unknown(refused.Code);
        }
    }

    private static async Task<WikiAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        response.EnsureSuccessStatusCode();
        WikiAnswer answer = (await response.Content.ReadFromJsonAsync<WikiAnswer>(cancellationToken))!;
        return answer.Error is { } error ? throw ToException(error) : answer;
    }

    private static Exception ToException(WikiAnswer.Fault error) => error.Code switch
    {
        "maxlag" or "ratelimited" => new HttpRequestException(error.Info, null, HttpStatusCode.TooManyRequests),
        "readonly" => new HttpRequestException(error.Info, null, HttpStatusCode.ServiceUnavailable),

        // The wiki lost the session's data between question and change, and changed nothing; the next token will do.
        "badtoken" => new HttpRequestException(error.Info),
        var code when code.StartsWith("internal_api_error", StringComparison.Ordinal) =>
            new HttpRequestException(error.Info, null, HttpStatusCode.InternalServerError),
        "toomanyvalues" => new WikiException(error.Code, $"this account may not ask for so many pages at once; use a smaller --batch ({error.Info})"),
        _ => new WikiException(error.Code, $"{error.Code}: {error.Info}"),
    };

    private static string? ErrorOf(ApiAnswer answer) =>
        answer.Headers.TryGetValues(ErrorHeader, out IEnumerable<string>? codes) ? codes.First() : null;
}
