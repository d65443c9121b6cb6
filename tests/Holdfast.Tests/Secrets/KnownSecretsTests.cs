using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Holdfast.Tests.Secrets;

/// <summary>Secrets are process wide, and tests run side by side: each has its own.</summary>
public sealed class KnownSecretsTests
{
    private static readonly Dictionary<string, Func<string, string>> s_forms = new()
    {
        ["plain"] = secret => secret,
        ["base64"] = Base64,
        ["base64 for addresses"] = secret => Base64(secret).Replace('+', '-').Replace('/', '_').TrimEnd('='),
        ["base64 in lines"] = secret => string.Join("\r\n", Base64(secret).Chunk(5).Select(line => new string(line))),
        ["base64 in an address"] = secret => Uri.EscapeDataString(Base64(secret)),
        ["base64 in JSON"] = secret => JsonSerializer.Serialize(Base64(secret))[1..^1],
        ["base64 of Latin-1"] = secret => Convert.ToBase64String(Encoding.Latin1.GetBytes(secret)),
        ["address"] = Uri.EscapeDataString,
        ["address, small hex"] = secret => WebUtility.UrlEncode(secret)
            .Replace("%2F", "%2f", StringComparison.Ordinal).Replace("%C3%BC", "%c3%bc", StringComparison.Ordinal),
        ["form"] = WebUtility.UrlEncode,
        ["address of Latin-1"] = secret => Uri.EscapeDataString(secret).Replace("%C3%BC", "%FC", StringComparison.Ordinal),
        ["address, twice"] = secret => Uri.EscapeDataString(Uri.EscapeDataString(secret)),
        ["every byte in hex"] = secret => string.Concat(Encoding.UTF8.GetBytes(secret).Select(letter => $"%{letter:x2}")),
        ["JSON"] = secret => JsonSerializer.Serialize(secret)[1..^1],
        ["JSON, relaxed"] = secret => JsonSerializer.Serialize(secret, s_relaxed)[1..^1],
        ["JSON, small hex"] = secret => string.Concat(secret.Select(letter => letter < 'z'
            ? $"{letter}".Replace("\"", "\\\"", StringComparison.Ordinal).Replace("/", "\\/", StringComparison.Ordinal)
            : $"\\u{(int)letter:x4}")),
        ["every character as \\u"] = secret => string.Concat(secret.Select(letter => $"\\u{(int)letter:X4}")),
        ["JSON in JSON"] = secret => JsonSerializer.Serialize(JsonSerializer.Serialize(secret))[7..^7],
        ["address in JSON"] = secret => JsonSerializer.Serialize(Uri.EscapeDataString(secret))[1..^1],
        ["HTML"] = WebUtility.HtmlEncode,
        ["HTML, hex"] = secret => string.Concat(secret.Select(letter => char.IsAsciiLetterOrDigit(letter) ? $"{letter}" : $"&#x{(int)letter:x};")),
        ["script"] = secret => JavaScriptEncoder.Default.Encode(secret),
        ["with invisible characters"] = secret => string.Join('\u200b', secret.ToCharArray()),
        ["over two lines"] = secret => secret[..5] + "\r\n" + secret[5..],
    };

    private static readonly JsonSerializerOptions s_relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> Forms => [.. s_forms.Keys];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Mask_EveryForm_LeavesWhatIsAround(string form)
    {
        foreach (string secret in new[] { $"p@ss/w+rd 1\"ü<&'{Unique()}", $"eyJ-{Unique()}_x~y", $"{Unique()}ü==" })
        {
            KnownSecrets.Add(form, secret);

            string masked = KnownSecrets.Mask($"before [{s_forms[form](secret)}] after");

            // What pads a base64 text says nothing.
            Assert.Equal("before [***] after", masked.Replace("=", "", StringComparison.Ordinal).Replace("%3D", "", StringComparison.Ordinal));
            Assert.Equal(masked, KnownSecrets.Mask(masked));
        }
    }

    [Fact]
    public void Mask_UserAndPasswordInBase64_HidesThePassword()
    {
        string password = $"s3cret-{Unique()}";
        KnownSecrets.Add("PW", password);
        foreach (string user in new[] { "a", "ab", "abc", "mary" })
        {
            string masked = KnownSecrets.Mask($"Basic {Base64($"{user}:{password}")}");

            // The name and at most the character that holds a part of the password's first.
            Assert.InRange(masked.Length, "Basic ***".Length, "Basic ***".Length + 9);
            Assert.Contains("***", masked, StringComparison.Ordinal);
            string left = masked["Basic ".Length..masked.IndexOf('*', StringComparison.Ordinal)];
            Assert.StartsWith(left, Base64($"{user}:{password}"), StringComparison.Ordinal);
            Assert.InRange(left.Length, 0, (((user.Length + 1) * 8) + 5) / 6);
        }
    }

    [Fact]
    public void Mask_InsideJson_StaysJson()
    {
        string secret = $"abc\\{Unique()}\\";
        string other = $"nabc{Unique()}";
        KnownSecrets.Add("PW", secret);
        KnownSecrets.Add("PW", other);
        string json = JsonSerializer.Serialize(new[] { secret, $"\\{secret}", $"\n{other[1..]}", $"x\"{secret}\"", $"{secret}\\" });

        string masked = KnownSecrets.Mask(json);

        string[] values = JsonSerializer.Deserialize<string[]>(masked)!;
        Assert.All(values, value => Assert.Contains("***", value, StringComparison.Ordinal));
    }

    [Fact]
    public void Mask_KeyFile_HidesEachLine()
    {
        string[] lines = [.. Enumerable.Range(0, 3).Select(_ => Base64(Unique() + Unique()))];
        KnownSecrets.Add("KEY", string.Join('\n', lines));

        Assert.Equal("line *** is bad", KnownSecrets.Mask($"line {lines[1]} is bad"));
        Assert.Equal("all *** is bad", KnownSecrets.Mask($"all {string.Join("\r\n", lines)} is bad"));
    }

    /// <summary>Others cut too: a hook that quotes the first hundred characters of a body, a driver that quotes the beginning of a script.</summary>
    [Fact]
    public void Mask_BeginningOfALongSecret_IsHidden()
    {
        foreach (string token in new[] { "ODRmMDZjYzZjZmVh" + Unique(), Unique() + Unique() })
        {
            KnownSecrets.Add("TOKEN", token);

            Assert.Equal("token ***... is bad", KnownSecrets.Mask($"token {token[..20]}... is bad"));
        }
    }

    [Fact]
    public void Mask_CookieThatHoldsAToken_HidesTheToken()
    {
        HeldSecrets held = new();
        string token = $"{Unique()}.{Unique()}";
        held.PutCookie(Cookie(Uri.EscapeDataString($"{{\"lang\":\"en-US\",\"token\":\"{token}\"}}")));

        Assert.Equal("lang en-US, *** expired", KnownSecrets.Mask($"lang en-US, {token} expired"));
        GC.KeepAlive(held);
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("true", true)]
    [InlineData("en-US", true)]
    [InlineData("mary", true)]
    [InlineData("accepted", false)]
    [InlineData("Europe/Berlin", false)]
    [InlineData("mary.jones", false)]
    [InlineData("2026-11-30", false)]
    public void Mask_CookieOfOrdinaryText_StaysReadable(string value, bool httpOnly)
    {
        HeldSecrets held = new();
        held.PutCookie(Cookie(value) with { HttpOnly = httpOnly });
        held.Put("CSRF token", value.Length < KnownSecrets.ShortestOther ? value : null);

        string text = $"a line of {value}, at {value} and /{value}/ on 2026-11-30 by mary.jones";
        Assert.Equal(text, KnownSecrets.Mask(text));
        GC.KeepAlive(held);
    }

    [Fact]
    public void Mask_MemberName_StaysReadable_UnlessItIsAPassword()
    {
        HeldSecrets held = new();
        string name = $"mary{Unique()}";
        held.PutCookie(Cookie(name) with { HttpOnly = true });
        Assert.Equal("logged in as ***", KnownSecrets.Mask($"logged in as {name}"));

        KnownSecrets.AddMemberName(name);
        Assert.Equal($"logged in as {name}", KnownSecrets.Mask($"logged in as {name}"));

        KnownSecrets.Add("PW", name);
        Assert.Equal("logged in as ***", KnownSecrets.Mask($"logged in as {name}"));
        GC.KeepAlive(held);
    }

    [Fact]
    public void Mask_ShortPasswordAndShortLoginCookie_AreHidden()
    {
        HeldSecrets held = new();
        KnownSecrets.Add("PW", "q7Zx");
        held.PutCookie(Cookie("k9Xw2"), isOwn: true);

        Assert.Equal("pw ***, cookie ***", KnownSecrets.Mask("pw q7Zx, cookie k9Xw2"));
        Assert.Equal("pw=*** in base64", KnownSecrets.Mask($"pw={Base64("q7Zx").TrimEnd('=')} in base64"));
        GC.KeepAlive(held);
    }

    [Fact]
    public void Mask_NoSecretInIt_IsTheSameText()
    {
        KnownSecrets.Add("PW", Unique());
        string text = "100 % of C:\\new\\u12 & <b> \u202e";

        Assert.Same(text, KnownSecrets.Mask(text));
        Assert.Equal("", KnownSecrets.Mask(null));
    }

    private static SessionCookie Cookie(string value) => new("c", value, "site.test", "/", false, false, null, null);

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Unique() => Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..14] + "k7";
}
