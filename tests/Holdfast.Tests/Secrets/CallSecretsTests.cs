using System.Text;

namespace Holdfast.Tests.Secrets;

public sealed class CallSecretsTests
{
    [Theory]
    [InlineData("Authorization", "Bearer tok-{0}", "tok-{0}")]
    [InlineData("Authorization", "tok-{0}", "tok-{0}")]
    [InlineData("Proxy-Authorization", "Basic {0}", "{0}")]
    [InlineData("X-Api-Key", "key-{0}", "key-{0}")]
    [InlineData("X-XSRF-TOKEN", "x-{0}", "x-{0}")]
    public void PutHeader_Secret_IsHidden(string name, string value, string secret)
    {
        HeldSecrets held = new();
        string unique = $"{Guid.NewGuid():N}";
        held.PutHeader(name, string.Format(null, value, unique));

        Assert.Equal("sent *** there", KnownSecrets.Mask($"sent {string.Format(null, secret, unique)} there"));
        GC.KeepAlive(held);
    }

    [Fact]
    public void PutHeader_Basic_HidesThePasswordAlone()
    {
        HeldSecrets held = new();
        string password = $"pw:{Guid.NewGuid():N}";
        held.PutHeader("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"mary:{password}")));

        Assert.Equal("mary with *** was refused", KnownSecrets.Mask($"mary with {password} was refused"));
        GC.KeepAlive(held);
    }

    [Theory]
    [InlineData("Accept", "application/x-{0}")]
    [InlineData("X-Author", "mary-{0}")]
    [InlineData("Idempotency-Key", "effect-{0}")]
    public void PutHeader_Other_StaysReadable(string name, string value)
    {
        HeldSecrets held = new();
        string text = string.Format(null, value, $"{Guid.NewGuid():N}");
        held.PutHeader(name, text);

        Assert.Equal(text, KnownSecrets.Mask(text));
        GC.KeepAlive(held);
    }

    [Theory]
    [InlineData("https://site.test/cb?access_token={0}&page=2", false)]
    [InlineData("https://site.test/cb?page=2#id_token={0}", false)]
    [InlineData("https://site.test/cb?code={0}", true)]
    public void PutAddress_Token_IsHidden(string address, bool isRedirect)
    {
        HeldSecrets held = new();
        string unique = $"{Guid.NewGuid():N}";
        held.PutAddress(new Uri(string.Format(null, address, unique)), isRedirect);

        Assert.Equal("was ***", KnownSecrets.Mask($"was {unique}"));
        GC.KeepAlive(held);
    }

    [Fact]
    public void PutAddress_ItemCode_StaysReadable()
    {
        HeldSecrets held = new();
        string unique = $"{Guid.NewGuid():N}";
        held.PutAddress(new Uri($"https://site.test/item?code={unique}&key={unique}"));

        Assert.Equal(unique, KnownSecrets.Mask(unique));
        GC.KeepAlive(held);
    }

    [Theory]
    [InlineData("{{\"csrfToken\" : \"{0}\",\"n\":1}}", "{0}")]
    [InlineData("{{\"access_token\":\"a\\u002B\\/{0}\"}}", "a+/{0}")]
    [InlineData("<form><input type=hidden name=\"csrf_token\" value=\"a&amp;{0}\"></form>", "a&{0}")]
    [InlineData("<META name='csrf-token' content='{0}'>", "{0}")]
    public void PutBody_Token_IsHidden(string body, string secret)
    {
        HeldSecrets held = new();
        string unique = $"{Guid.NewGuid():N}";
        held.PutBody(string.Format(null, body, unique));

        string quoted = Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Format(null, secret, unique))).TrimEnd('=');
        Assert.Equal("was ***", KnownSecrets.Mask($"was {quoted}"));
        GC.KeepAlive(held);
    }

    [Theory]
    [InlineData("{{\"id\":\"{0}\"}}")]
    [InlineData("{{\"session\":\"about {0} and more\"}}")]
    [InlineData("<input name='key' value='{0}'>")]
    public void PutBody_Data_StaysReadable(string body)
    {
        HeldSecrets held = new();
        string unique = $"{Guid.NewGuid():N}";
        held.PutBody(string.Format(null, body, unique));

        Assert.Equal(unique, KnownSecrets.Mask(unique));
        GC.KeepAlive(held);
    }

    /// <summary>Settings have names like those of secrets; their words are in our own messages.</summary>
    [Theory]
    [InlineData("{\"authMethod\":\"password\"}", "check user name, password and hook")]
    [InlineData("{\"sessionType\":\"standard\",\"authProvider\":\"facebook\"}", "a standard login by facebook")]
    [InlineData("<meta name=\"csrf-param\" content=\"authenticity_token\">", "the field authenticity_token")]
    public void PutBody_Word_StaysReadable(string body, string text)
    {
        HeldSecrets held = new();
        held.PutBody(body);

        Assert.Equal(text, KnownSecrets.Mask(text));
        GC.KeepAlive(held);
    }

    [Theory]
    [InlineData("http://ann:p@{0}@proxy:8080", "p@{0}", "proxy")]
    [InlineData("--url=https://ann:{0}@site.test/x?y", "{0}", "site.test")]
    [InlineData("https://{0}@site.test", "{0}", "site.test")]
    [InlineData("https://ann:p%2F{0}@site.test", "p/{0}", "ann")]
    public void Tell_PasswordInAnAddress_IsHidden(string address, string secret, string readable)
    {
        string unique = $"{Guid.NewGuid():N}";
        CallSecrets.Tell(string.Format(null, address, unique));

        Assert.Equal($"{readable} refused ***", KnownSecrets.Mask($"{readable} refused {string.Format(null, secret, unique)}"));
    }

    [Theory]
    [InlineData("https://mary@site.test")]
    [InlineData("https://site.test/@mary:jones")]
    [InlineData("mail mary:jones@site.test")]
    [InlineData("")]
    [InlineData(null)]
    public void Tell_NoPassword_HidesNothing(string? address)
    {
        CallSecrets.Tell(address);

        Assert.Equal("mary jones", KnownSecrets.Mask("mary jones"));
    }
}
