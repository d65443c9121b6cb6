using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace Kinfolk.Site;

/// <summary>The site's HTML. Every value goes through the encoder.</summary>
internal static class Pages
{
    private const string CodeField = """<p><label for="code">Code</label> <input id="code" name="code" autocomplete="one-time-code"></p>""";

    public static string Login(string token, string? error = null, string action = "/login", bool wantsCode = false) => Document(
        "Kinfolk - sign in",
        (error is null ? "" : $"""<p id="error" role="alert">{Text(error)}</p>""") +
        $"""
        <form method="post" action="{Text(action)}">
        <input type="hidden" name="csrf" value="{Text(token)}">
        <p><label for="username">Name</label> <input id="username" name="username" autocomplete="username"></p>
        <p><label for="password">Password</label> <input id="password" name="password" type="password" autocomplete="current-password"></p>
        {(wantsCode ? CodeField : "")}
        <p><button id="login" type="submit">Sign in</button></p>
        </form>
        """);

    /// <summary>The button opens the sign-on in a window of its own.</summary>
    public static string PopUpLogin(string address) => Document(
        "Kinfolk - sign in",
        $"""
        <p><button id="sign-on" type="button" data-address="{Text(address)}">Sign in with Kinfolk ID</button></p>
        <script>
        document.getElementById("sign-on").addEventListener("click", event => window.open(event.target.dataset.address, "_blank", "width=500,height=500"));
        </script>
        """);

    /// <summary>What the window of the sign-on shows at last: it sends the page that opened it home, and closes itself.</summary>
    public static string SignedOn() => Document(
        "Kinfolk - signed in",
        "<script>window.opener.location = '/'; window.close();</script>");

    /// <summary>What stands in front of the site for a while.</summary>
    public static string Front(string text) => Document("Just a moment", $"<p>{Text(text)}</p>");

    public static string Home(string member, string token, bool keepsAlive) => Document(
        "Kinfolk",
        $"""
        <p>Welcome, <span id="member">{Text(member)}</span>.</p>
        <ul>
        <li><a id="matches" href="/matches">DNA matches</a></li>
        <li><a id="logout" href="/logout">Sign out</a></li>
        </ul>
        """ + (keepsAlive ? """<script>setInterval(() => fetch("/keep-alive", { method: "POST" }), 3000);</script>""" : ""),
        $"""<meta name="csrf-token" content="{Text(token)}">""");

    public static string Matches(MatchPage page)
    {
        StringBuilder rows = new();
        foreach (MatchItem item in page.Items)
        {
            rows.Append(CultureInfo.InvariantCulture, $"""<li id="{Text(item.Id)}">{Text(item.Name)}</li>""").Append('\n');
        }

        string next = page.Page < page.Pages
            ? string.Create(CultureInfo.InvariantCulture, $"""<p><a id="next" href="/matches?page={page.Page + 1}">Next page</a></p>""")
            : "";
        return Document("Kinfolk - matches", $"<ul id=\"list\">\n{rows}</ul>\n{next}");
    }

    /// <summary>A page whose script keeps the renderer busy for ever, at once or when the button is pressed.</summary>
    public static string Spin(bool now) => Document(
        "Kinfolk - spin",
        """
        <p><button id="spin" type="button">Spin</button></p>
        <script>document.getElementById("spin").addEventListener("click", () => { for (;;) { } });</script>
        """ + (now ? "\n<script>for (;;) { }</script>" : ""));

    public static string Plain(string title, string text) => Document("Kinfolk - " + title, $"<p>{Text(text)}</p>");

    private static string Document(string title, string body, string head = "") =>
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <title>{Text(title)}</title>
        <link rel="icon" href="data:,">
        {head}
        </head>
        <body>
        <h1>{Text(title)}</h1>
        {body}
        </body>
        </html>

        """;

    private static string Text(string value) => HtmlEncoder.Default.Encode(value);
}
