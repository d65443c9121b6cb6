namespace Holdfast.Tests;

public sealed class EvidenceTextTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData(" \t\r\n ", "")]
    [InlineData("plain", "plain")]
    [InlineData("two\r\nlines\tand a tab", "two lines and a tab")]
    [InlineData("\u001b[31mred\u001b[0m", "[31mred [0m")]
    [InlineData("a\u2028b\u200bc\u202ed", "a bcd")]
    [InlineData("what? no = 1", "what? no = 1")]
    [InlineData("row #12 of 14", "row #12 of 14")]
    [InlineData("GET https://site.test/a?token=S#S", "GET https://site.test/a?...")]
    [InlineData("GET https://site.test/a#access_token=S done", "GET https://site.test/a?... done")]
    [InlineData("at https://site.test?S", "at https://site.test?...")]
    [InlineData("GET /api/me?token=S failed", "GET /api/me?... failed")]
    [InlineData("at https://site.test/?q='S'", "at https://site.test/?...")]
    [InlineData("at https://site.test/?q=\u200bS", "at https://site.test/?...")]
    [InlineData("{\"url\":\"https://site.test/?q=S\",\"a\":1}", "{\"url\":\"https://site.test/?...\",\"a\":1}")]
    [InlineData("proxy http://ann:S@proxy:8080/x", "proxy http://proxy:8080/x")]
    [InlineData("proxy http://ann:p@S@proxy/x", "proxy http://proxy/x")]
    [InlineData("mail ann@site.test", "mail ann@site.test")]
    [InlineData("path https://site.test/@ann", "path https://site.test/@ann")]
    [InlineData("{\"access_token\":\"S-S.S\",\"page\":2}", "{\"access_token\":\"***\",\"page\":2}")]
    [InlineData("{\\\"csrfToken\\\": \\\"SSSS\\\"}", "{\\\"csrfToken\\\": \\\"***\\\"}")]
    [InlineData("{\\u0022csrfToken\\u0022:\\u0022SSSS\\u0022}", "{\\u0022csrfToken\\u0022:\\u0022***\\u0022}")]
    [InlineData("{&quot;csrfToken&quot;:&quot;SSSS&quot;}", "{&quot;csrfToken&quot;:&quot;***&quot;}")]
    [InlineData("%7B%22csrfToken%22%3A%22SSSS%22%7D", "%7B%22csrfToken%22%3A%22***")]
    [InlineData("api_key=SSSS&page=2", "api_key=***&page=2")]
    [InlineData("the token: S1SSSSSS is stale", "the token: *** is stale")]
    [InlineData("sent Authorization: Bearer S1SSSSSS.S", "sent Authorization: Bearer ***")]
    [InlineData("Basic SsSSSSSS== was refused", "Basic *** was refused")]
    [InlineData("eyJSSSSSSSSS.eyJSSSSSSSSS.S-S is no token", "*** is no token")]
    [InlineData("Set-Cookie: a=S; Path=/", "Set-Cookie: ***")]
    [InlineData("Basic authentication failed", "Basic authentication failed")]
    [InlineData("invalid token: unexpected end of file", "invalid token: unexpected end of file")]
    [InlineData("no cookie: it is gone, see item abc-123", "no cookie: it is gone, see item abc-123")]
    [InlineData("id 3f2504e0-4f89-11d3-9a0c-0305e82c3301 is gone", "id 3f2504e0-4f89-11d3-9a0c-0305e82c3301 is gone")]
    public void Clean_ForeignText_IsSafeToKeep(string? text, string expected) => Assert.Equal(expected, EvidenceText.Clean(text));

    [Fact]
    public void Clean_LongText_IsCutWithinTheLimit()
    {
        string cut = EvidenceText.Clean(new string('x', 5000));
        Assert.Equal(EvidenceText.MaxLength, cut.Length);
        Assert.EndsWith("xxx...", cut, StringComparison.Ordinal);
        Assert.Equal(new string('x', EvidenceText.MaxLength), EvidenceText.Clean(new string('x', EvidenceText.MaxLength)));
    }

    [Fact]
    public void Clean_CutInsideAPair_LeavesNoHalfCharacter()
    {
        for (int before = 290; before < 300; before++)
        {
            string cut = EvidenceText.Clean(new string('x', before) + string.Concat(Enumerable.Repeat("\U0001F600", 10)));
            Assert.InRange(cut.Length, EvidenceText.MaxLength - 1, EvidenceText.MaxLength);
            Assert.False(char.IsHighSurrogate(cut[^4]));
        }
    }

    /// <summary>A page without a blank made the patterns run in square time, on the thread that reports a death.</summary>
    [Fact]
    public async Task Clean_WholePages_EndAtOnce()
    {
        string[] pages =
        [
            new('x', 5_000_000), new('?', 5_000_000),
            .. new[] { "http://", "-eyJ", "eyJ", "token", "token=", "Bearer a", "://", "%25", "\\u0041", "&amp;", "cookie:a" }
                .Select(text => string.Concat(Enumerable.Repeat(text, 500_000))),
        ];
        string[] cleaned = await Task.Run(() => pages.Select(EvidenceText.Clean).ToArray()).InTime();
        Assert.All(cleaned, text => Assert.InRange(text.Length, 1, EvidenceText.MaxLength));
        string[] kept = await Task.Run(() => pages.Select(EvidenceText.WithoutSecrets).ToArray()).InTime();
        Assert.All(kept, text => Assert.InRange(text.Length, 1, 70_000));
    }

    [Fact]
    public void Clean_SecretAcrossEachCut_LeavesNoHalf()
    {
        string secret = $"Kx{Guid.NewGuid():N}";
        KnownSecrets.Add("PW", secret);
        foreach (int limit in new[] { EvidenceText.MaxLength, 4000 })
        {
            for (int before = limit - secret.Length - 5; before < limit + 3; before++)
            {
                // What is before it does not show, so that the end of what is looked at does.
                string start = limit == 4000 ? new string('\u200b', before) : new string('x', before);
                string cleaned = EvidenceText.Clean($"{start}{secret} and {secret}");
                Assert.DoesNotContain("Kx", cleaned, StringComparison.Ordinal);
                Assert.InRange(cleaned.Length, limit == 4000 ? 0 : 1, EvidenceText.MaxLength);
            }
        }
    }

    [Fact]
    public void WithoutSecrets_StackOfManyLines_KeepsTheLines()
    {
        string secret = $"Kx{Guid.NewGuid():N}";
        KnownSecrets.Add("PW", secret);

        Assert.Equal(
            "a *** b\n   at C.M(String token) in /src/c.cs:line 12\n https://***:x@site.test/?...".Replace("***:x@", "", StringComparison.Ordinal),
            EvidenceText.WithoutSecrets($"a {secret} b\n   at C.M(String token) in /src/c.cs:line 12\n https://ann:x@site.test/?q={secret}"));
        Assert.Equal("", EvidenceText.WithoutSecrets(null));
    }
}
