using System.Globalization;

namespace Kinfolk.Site;

/// <summary>The cookies of a login: the session and others whose values trip simple cookie copiers.</summary>
internal static class LoginCookies
{
    public const string Session = "kin_session";
    public const int MaxExtra = 60;

    // Name and value together must stay below the 4,096 bytes that browsers keep.
    private const int LargeValue = 4000;

    private static readonly string[] s_values =
    [
        "a=b==", "\"quoted, value\"", "%7B%22a%22%3A1%7D", "", "1|2|3", "x,y,z", "[1,2,{\"a\":\"b c\"}]", "GA1.2.1734.99",
        "a/b?c&d", "(x) <y> @z",
    ];

    private static readonly string[] s_scopes =
        ["Path=/", "Path=/; HttpOnly", "Path=/; SameSite=Lax", "Path=/; HttpOnly; SameSite=Strict", "Path=/; Max-Age=86400"];

    public static IReadOnlyList<SiteCookie> For(string key, int number, int extra)
    {
        string n = number.ToString(CultureInfo.InvariantCulture);
        List<SiteCookie> all =
        [
            new(Session, key, "Path=/; HttpOnly; SameSite=Lax"),
            new("kin_device", "d" + n + ".Zm9v+/bar==", "Path=/; HttpOnly; Max-Age=31536000"),
            new("kin_prefs", "{\"lang\":\"en\",\"columns\":[\"name\",\"cM\"],\"login\":" + n + "}", "Path=/; SameSite=Lax"),
        ];
        for (int i = 0; i < extra; i++)
        {
            string value = i == 0 ? new string('k', LargeValue) : s_values[i % s_values.Length];
            all.Add(new("kin_x" + i.ToString("D2", CultureInfo.InvariantCulture), value, s_scopes[i % s_scopes.Length]));
        }

        return all;
    }
}
